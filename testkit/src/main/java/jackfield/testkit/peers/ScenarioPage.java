package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;

/// A page in which JsSIP and SIP.js act as users: the scenarios of `web/clients`.
public final class ScenarioPage implements AutoCloseable {
    private static final double LIMIT_MS = 60_000;

    private final Chromium chromium;
    private final Page page;

    private ScenarioPage(Chromium chromium, Page page) {
        this.chromium = chromium;
        this.page = page;
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
        return new ScenarioPage(chromium, page);
    }

    /// Runs one scenario; fails with what is not as it should be.
    ///
    /// @param settings JSON: url, domain, passwords by user
    /// @param libraries `jssip` or `sipjs`, for the first and the second user
    public void run(String scenario, String settings, List<String> libraries) {
        page.evaluate(
                "([name, settings, kinds]) =>"
                        + " window.runScenario(name, JSON.parse(settings), kinds)",
                List.of(scenario, settings, libraries));
    }

    @Override
    public void close() {
        chromium.close();
    }
}
