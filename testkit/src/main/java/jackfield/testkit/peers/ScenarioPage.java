package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A page in which JsSIP and SIP.js act as users: the scenarios of `web/clients`.
public final class ScenarioPage implements AutoCloseable {
    private static final double LIMIT_MS = 60_000;

    private final Runnable end;
    private final Tab tab;

    private ScenarioPage(Runnable end, Tab tab) {
        this.end = end;
        this.tab = tab;
    }

    /// Opens a page of `url`, so that the scenarios have its origin, and loads them.
    ///
    /// @param scenarios the bundle for a page, `browser.js`
    public static ScenarioPage open(String url, Path scenarios) {
        Chromium chromium = Chromium.launch(List.of("--use-fake-ui-for-media-stream"));
        BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setIgnoreHTTPSErrors(true)
                                        .setBypassCSP(true)); // the scenarios are not the node's
        context.setDefaultTimeout(LIMIT_MS);
        Page page = context.newPage();
        page.navigate(url);
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(scenarios));
        return new ScenarioPage(chromium::close, new ChromiumTab(page));
    }

    /// The same in a Firefox that trusts the authority `pem`.
    public static ScenarioPage inFirefox(Path folder, String url, Path scenarios, String pem) {
        Firefox firefox = Firefox.start(folder, 440);
        try {
            FirefoxTab tab = firefox.trusts(pem).open("");
            tab.navigate(url);
            tab.run(Files.readString(scenarios));
            return new ScenarioPage(firefox::close, tab);
        } catch (IOException e) {
            firefox.close();
            throw new UncheckedIOException(e);
        } catch (AssertionError e) {
            firefox.close();
            throw e;
        }
    }

    /// Runs one scenario; fails with what is not as it should be.
    ///
    /// @param settings JSON: url, domain, passwords by user
    /// @param libraries `jssip` or `sipjs`, for the first and the second user
    public void run(String scenario, String settings, List<String> libraries) {
        tab.evaluate(
                "([name, settings, kinds]) =>"
                        + " window.runScenario(name, JSON.parse(settings), kinds)",
                List.of(scenario, settings, libraries));
    }

    @Override
    public void close() {
        end.run();
    }
}
