package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One Chromium with pages that call each other over `/signal`, each with a tone of its own in the
/// microphone's place.
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
        return new Device(page);
    }

    /// A page that is signed in by the node's own client.
    public Device device(String user, String password, String id, int toneHz) {
        Device device = page();
        device.page.evaluate(
                "([u, p, d, hz]) => window.signIn(u, p, d, hz)",
                List.of(user, password, id, toneHz));
        return device;
    }

    /// A page whose client is no more than Wimpex's.
    public Device plain(String user, String password, int toneHz) {
        Device device = page();
        device.page.evaluate(
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
        private final Page page;

        private Device(Page page) {
            this.page = page;
        }

        /// Runs a script.
        public Object does(String script) {
            return page.evaluate(script);
        }

        public void calls(String user) {
            page.evaluate("(user) => window.calls(user)", user);
        }

        /// Calls when the clock of this machine shows `epochMs`.
        public void callsAt(String user, long epochMs) {
            page.evaluate(
                    "([user, at]) => { setTimeout(() => window.calls(user), at - Date.now()); }",
                    List.of(user, (double) epochMs));
        }

        /// Waits for a call and answers it.
        public void answers() {
            awaits("a call", "window.state.call?.state === 'incoming'");
            page.evaluate("() => window.state.call.answer()");
        }

        public void ends() {
            page.evaluate("() => window.state.call.end()");
        }

        /// Waits until a script's value is true.
        public void awaits(String what, String script) {
            Patience.until(
                    what,
                    LIMIT,
                    () -> page.evaluate("() => Boolean(" + script + ")").equals(true),
                    this::state);
        }

        public void awaitsState(String state) {
            awaits("the state " + state, "window.state.call?.state === '" + state + "'");
        }

        public void awaitsEvent(String event) {
            awaits("the event " + event, "window.state.events.includes('" + event + "')");
        }

        /// Waits until the strongest tone heard is `hz`, within 3 %.
        public void awaitsTone(int hz) {
            double[] heard = new double[2];
            Patience.until(
                    "a tone of " + hz + " Hz",
                    LIMIT,
                    () -> {
                        List<?> peak = (List<?>) page.evaluate("() => window.hears()");
                        heard[0] = ((Number) peak.get(0)).doubleValue();
                        heard[1] = ((Number) peak.get(1)).doubleValue();
                        return Math.abs(heard[0] - hz) < hz * 0.03 && heard[1] > -60;
                    },
                    () -> "heard " + heard[0] + " Hz at " + heard[1] + " dB; " + state());
        }

        /// Cuts the connection and lets no other connect until [#reconnectable].
        public void cut() {
            page.evaluate("() => { window.cut = true; window.socket.close(); }");
        }

        public void reconnectable() {
            page.evaluate("() => { window.cut = false; }");
        }

        /// What it shows, for a message.
        public String state() {
            return String.valueOf(
                    page.evaluate(
                            "() => JSON.stringify({ events: window.state.events, signal:"
                                + " window.signal?.state, calls: window.state.calls.map((c) =>"
                                + " [c.id, c.state, c.outgoing, c.peer?.pc.connectionState,"
                                + " c.peer?.pc.signalingState]) })"));
        }

        /// What a script gives.
        @SuppressWarnings("unchecked")
        public Map<String, Object> asks(String script) {
            return (Map<String, Object>) page.evaluate(script);
        }

        @Override
        public void close() {
            page.context().close();
        }
    }
}
