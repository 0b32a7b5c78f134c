package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Debian's Chromium without a window, with devices that need no hardware.
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
    /// How long an assertion about a page waits: as long as the drivers of pages do. What it waits
    /// for, others do, who share a busy machine with it.
    private static final double LIMIT_MS = 25_000;

    private static final List<String> USUAL =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--use-fake-device-for-media-stream",
                    "--allow-loopback-in-peer-connection",
                    "--autoplay-policy=no-user-gesture-required");

    /// Starts it.
    ///
    /// @param more further arguments
    static Chromium launch(List<String> more) {
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MS);
        List<String> arguments = new ArrayList<>(USUAL);
        arguments.addAll(more);
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program())
                                        .setHeadless(true)
                                        .setArgs(arguments));
        return new Chromium(playwright, browser);
    }

    private static Path program() {
        return Path.of(System.getenv().getOrDefault("JACKFIELD_CHROMIUM", "/usr/bin/chromium"));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
