package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The operator's console in a real Chromium, used as a person uses it.
public final class ConsolePage implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private final Chromium chromium;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private ConsolePage(Chromium chromium, Browser.NewContextOptions options) {
        this.chromium = chromium;
        BrowserContext context = chromium.browser().newContext(options);
        context.setDefaultTimeout((double) LIMIT.toMillis());
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
    }

    /// Starts a browser whose window is `width` wide.
    public static ConsolePage open(String url, int width, int height) {
        ConsolePage console =
                new ConsolePage(
                        Chromium.launch(List.of()),
                        new Browser.NewContextOptions()
                                .setIgnoreHTTPSErrors(true)
                                .setReducedMotion(
                                        com.microsoft.playwright.options.ReducedMotion.REDUCE)
                                .setViewportSize(width, height));
        console.page.navigate(url);
        return console;
    }

    /// The console of `node`, signed in by the administrator's token.
    public static ConsolePage signedIn(Node node, int width, int height) throws IOException {
        ConsolePage console = open(node.page() + "console", width, height);
        String token = Files.readString(node.data().resolve("admin.token")).strip();
        console.page.fill("input[type=password]", token);
        console.press("Sign in");
        console.awaitText("header", "Live");
        return console;
    }

    public Page page() {
        return page;
    }

    /// What the browser complained of: scripts that failed, resources that the policy forbids. That
    /// a call is no longer known is none of it: it may end while it is asked for.
    public List<String> complaints() {
        return complaints.stream()
                .filter(each -> !(each.contains("status of 404") && each.contains("/api/calls/")))
                .toList();
    }

    /// Forgets what the browser complained of until now.
    public void forgive() {
        complaints.clear();
    }

    /// Goes to a page of the console, `calls`, and waits until that page is the one that is seen:
    /// what the one before says is not taken for its words.
    public void go(String place) {
        page.evaluate("place => { location.hash = '#/' + place; }", place);
        page.waitForFunction(
                "place => document.getElementById('main')?.dataset.place"
                        + " === decodeURIComponent(place.split('?')[0])",
                place);
    }

    /// Opens the page of the only call there is, once it is answered.
    ///
    /// @param caller whose name its line has
    public void openCall(String caller) {
        go("calls");
        Patience.until(
                "one call, of " + caller + ", answered",
                LIMIT,
                () ->
                        page.locator("#main tbody tr").count() == 1
                                && text("#main tbody tr").contains("answered")
                                && text("#main tbody tr").contains(caller),
                () -> "the page says " + text("body"));
        page.click("#main tbody a");
        page.waitForFunction(
                "() => document.getElementById('main')?.dataset.place?.startsWith('calls/')");
    }

    /// Waits until the page of calls has none, and is left there.
    public void awaitNoCalls() {
        go("calls");
        awaitText("#main", "There are no calls now");
    }

    /// Waits until so many elements are there.
    public void awaitCount(String selector, int count) {
        Patience.until(
                count + " of " + selector,
                LIMIT,
                () -> page.locator(selector).count() == count,
                () -> "there are " + page.locator(selector).count() + " in " + text("body"));
    }

    /// Says yes to the question that is asked.
    public void yes() {
        page.click("dialog[open] .danger");
        awaitCount("dialog[open]", 0);
    }

    /// Shows it light or dark, in a window of this width.
    public void looks(boolean dark, int width, int height) {
        page.emulateMedia(
                new Page.EmulateMediaOptions()
                        .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
        page.setViewportSize(width, height);
    }

    /// Waits until the page says `text` anywhere.
    public void awaitText(String text) {
        awaitText("body", text);
    }

    /// Waits until an element says `text`.
    public void awaitText(String selector, String text) {
        Patience.until(
                "'" + text + "' in " + selector,
                LIMIT,
                () -> text(selector).contains(text),
                () -> "the page says " + text("body") + "; " + complaints);
    }

    /// Waits until the page does not say `text`.
    public void awaitNo(String selector, String text) {
        Patience.until(
                "no '" + text + "' in " + selector,
                LIMIT,
                () -> !text(selector).contains(text),
                () -> "the page says " + text("body") + "; " + complaints);
    }

    /// What elements say, as a person reads it.
    public String text(String selector) {
        return page.locator(selector).allInnerTexts().toString();
    }

    /// Presses the button with this name.
    public void press(String name) {
        page.getByRole(
                        com.microsoft.playwright.options.AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    /// What axe has to say about the page as it is.
    public List<String> axe() {
        return Axe.violations(page);
    }

    /// How far the page is wider than its window, in pixels.
    public int overhang() {
        return ((Number) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                .intValue();
    }

    /// Keeps a picture of the whole page.
    public void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @Override
    public void close() {
        chromium.close();
    }
}
