package jackfield.testkit.peers;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A tab that Playwright drives.
record ChromiumTab(Page page) implements Tab {
    @Override
    public void navigate(String url) {
        page.navigate(url);
    }

    @Override
    public @Nullable Object evaluate(String function, @Nullable Object argument) {
        return page.evaluate(function, argument);
    }

    @Override
    public void fill(String selector, String text) {
        page.fill(selector, text);
    }

    @Override
    public void click(String selector) {
        page.click(selector);
    }

    @Override
    public void press(String key) {
        page.keyboard().press(key);
    }

    @Override
    public @Nullable String attribute(String selector, String name) {
        return page.getAttribute(selector, name);
    }

    @Override
    public String text(String selector) {
        Locator found = page.locator(selector);
        return found.count() == 0 ? "" : String.valueOf(found.first().textContent());
    }

    @Override
    public void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
