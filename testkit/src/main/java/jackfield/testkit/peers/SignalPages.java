package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A Chromium with pages that call each other over `/signal`, each with a tone of its own in the
/// microphone's place, and Firefoxes of which each is one such page.
public final class SignalPages implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Chromium chromium;
    private final String url;
    private final String script;

    private SignalPages(Chromium chromium, String url, String script) {
        this.chromium = chromium;
        this.url = url;
        this.script = script;
    }

    /// Starts the browser; pages are opened at `url`.
    public static SignalPages open(String url) {
        try (InputStream in = SignalPages.class.getResourceAsStream("signal-page.js")) {
            String script =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return new SignalPages(
                    Chromium.launch(
                            List.of(
                                    "--use-fake-ui-for-media-stream",
                                    "--disable-features=WebRtcHideLocalIpsWithMdns")),
                    url,
                    script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A page of nobody yet.
    public Device page() {
        BrowserContext context =
                chromium.browser()
                        .newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        context.setDefaultTimeout((double) LIMIT.toMillis());
        Page page = context.newPage();
        page.navigate(url);
        page.evaluate(script);
        return new Device(new ChromiumTab(page), context::close, "() => window.hears()");
    }

    /// A Firefox of its own that trusts the authority `pem`, signed in by the node's own client.
    public Device inFirefox(
            Path folder, String pem, String user, String password, String id, int toneHz) {
        Firefox firefox = Firefox.start(folder, toneHz);
        try {
            FirefoxTab tab = firefox.trusts(pem).open("");
            tab.navigate(url);
            tab.run(script);
            Device device =
                    new Device(tab, firefox::close, Ears.recorder("window.state.listensTo()"));
            device.signIn(user, password, id, toneHz);
            return device;
        } catch (AssertionError e) {
            firefox.close();
            throw e;
        }
    }

    /// A page that is signed in by the node's own client.
    public Device device(String user, String password, String id, int toneHz) {
        Device device = page();
        device.signIn(user, password, id, toneHz);
        return device;
    }

    /// A page whose client is no more than Wimpex's.
    public Device plain(String user, String password, int toneHz) {
        Device device = page();
        device.tab.evaluate(
                "([u, p, hz]) => window.plain(u, p, hz)", List.of(user, password, toneHz));
        device.awaits("to be signed in", "window.state.user");
        return device;
    }

    @Override
    public void close() {
        chromium.close();
    }

    /// One page.
    public static final class Device implements AutoCloseable {
        private final Tab tab;
        private final Runnable end;
        private final String ears;

        private Device(Tab tab, Runnable end, String ears) {
            this.tab = tab;
            this.end = end;
            this.ears = ears;
        }

        private void signIn(String user, String password, String id, int toneHz) {
            tab.evaluate(
                    "([u, p, d, hz]) => window.signIn(u, p, d, hz)",
                    List.of(user, password, id, toneHz));
        }

        /// Runs a script.
        public @Nullable Object does(String script) {
            return tab.evaluate(script);
        }

        /// Joins a room; hears who is in it from now on by [#awaitsTone(int, String)].
        public void joins(String room) {
            tab.evaluate("(room) => window.joins(room)", room);
        }

        public void calls(String user) {
            tab.evaluate("(user) => window.calls(user)", user);
        }

        /// Calls when the clock of this machine shows `epochMs`.
        public void callsAt(String user, long epochMs) {
            tab.evaluate(
                    "([user, at]) => { setTimeout(() => window.calls(user), at - Date.now()); }",
                    List.of(user, (double) epochMs));
        }

        /// Waits for a call and answers it.
        public void answers() {
            awaits("a call", "window.state.call?.state === 'incoming'");
            tab.evaluate("() => window.state.call.answer()");
        }

        public void ends() {
            tab.evaluate("() => window.state.call.end()");
        }

        /// Waits until a script's value is true.
        public void awaits(String what, String script) {
            Patience.until(
                    what,
                    LIMIT,
                    () -> Boolean.TRUE.equals(tab.evaluate("() => Boolean(" + script + ")")),
                    this::state);
        }

        public void awaitsState(String state) {
            awaits("the state " + state, "window.state.call?.state === '" + state + "'");
        }

        public void awaitsEvent(String event) {
            awaits("the event " + event, "window.state.events.includes('" + event + "')");
        }

        /// Waits until the strongest tone heard in the call is `hz`, within 3 %.
        public void awaitsTone(int hz) {
            awaitsTone(hz, "");
        }

        /// The same for what one user in the room sends.
        public void awaitsTone(int hz, String user) {
            tab.evaluate("(user) => { window.state.listened = user; }", user);
            double[] heard = new double[2];
            Patience.until(
                    "a tone of " + hz + " Hz",
                    LIMIT,
                    () -> {
                        List<?> peak = (List<?>) Objects.requireNonNull(tab.evaluate(ears));
                        heard[0] = ((Number) peak.get(0)).doubleValue();
                        heard[1] = ((Number) peak.get(1)).doubleValue();
                        return Math.abs(heard[0] - hz) < hz * 0.03 && heard[1] > -60;
                    },
                    () -> "heard " + heard[0] + " Hz at " + heard[1] + " dB; " + state());
        }

        /// Waits until pictures come in the call, and go on coming.
        public void awaitsPictures() {
            double before = pictures();
            Patience.until(
                    "pictures", LIMIT, () -> pictures() > before + 10, () -> pictures() + state());
        }

        private double pictures() {
            return ((Number) Objects.requireNonNull(tab.evaluate("() => window.pictures()")))
                    .doubleValue();
        }

        /// Cuts the connection and lets no other connect until [#reconnectable].
        public void cut() {
            tab.evaluate("() => { window.cut = true; window.socket.close(); }");
        }

        public void reconnectable() {
            tab.evaluate("() => { window.cut = false; }");
        }

        /// What it shows, for a message.
        public String state() {
            return String.valueOf(
                    tab.evaluate(
                            "() => JSON.stringify({ events: window.state.events, signal:"
                                    + " window.signal?.state, calls: window.state.calls.map((c) =>"
                                    + " [c.id, c.state, c.outgoing, c.peer?.pc.connectionState,"
                                    + " c.peer?.pc.signalingState]) })"));
        }

        /// What a script gives.
        @SuppressWarnings("unchecked")
        public Map<String, Object> asks(String script) {
            return (Map<String, Object>) Objects.requireNonNull(tab.evaluate(script));
        }

        @Override
        public void close() {
            end.run();
        }
    }
}
