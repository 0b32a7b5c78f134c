package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The phone page in a real Chromium whose microphone is a WAV file with a tone. It is used as a
/// person uses it: fields, buttons, and what the page says.
public final class PhonePage implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(25);

    /// Runs before the page's own code: keeps the connections, for their statistics and sound, and
    /// the WebSockets, to cut them.
    private static final String CONNECTIONS =
            """
            window.connections = [];
            window.RTCPeerConnection = class extends window.RTCPeerConnection {
              constructor(...settings) { super(...settings); window.connections.push(this); }
              prefer() {
                if (!window.onlyCodecs) return;
                const all = RTCRtpReceiver.getCapabilities('audio').codecs;
                const kept = all.filter((codec) => window.onlyCodecs.includes(codec.mimeType));
                this.getTransceivers().forEach((each) => each.setCodecPreferences(kept));
              }
              createOffer(...options) { this.prefer(); return super.createOffer(...options); }
              createAnswer(...options) { this.prefer(); return super.createAnswer(...options); }
            };
            window.sockets = [];
            window.WebSocket = class extends window.WebSocket {
              constructor(url, protocols) {
                super(window.cut ? url + '/cut' : url, protocols);
                window.sockets.push(this);
              }
            };
            """;

    /// Listens to the remote sound for a second and answers with [Hz, level] of its strongest tone.
    private static final String LISTEN =
            """
            async () => {
              const stream = document.getElementById('remote-audio')?.srcObject;
              if (!stream?.getAudioTracks().length) return [0, -200];
              const context = window.ears ??= new AudioContext();
              await context.resume();
              const source = context.createMediaStreamSource(stream);
              const analyser = context.createAnalyser();
              analyser.fftSize = 8192;
              analyser.smoothingTimeConstant = 0;
              source.connect(analyser);
              const bins = new Float32Array(analyser.frequencyBinCount);
              let best = [0, -200];
              for (let i = 0; i < 10; i++) {
                await new Promise((done) => setTimeout(done, 100));
                analyser.getFloatFrequencyData(bins);
                let peak = 4;
                for (let b = 4; b < bins.length; b++) if (bins[b] > bins[peak]) peak = b;
                if (bins[peak] >= best[1]) {
                  best = [peak * context.sampleRate / analyser.fftSize, bins[peak]];
                }
              }
              source.disconnect();
              return best;
            }
            """;

    private static final String STATISTICS =
            """
            async () => {
              const connection = window.connections.at(-1);
              const all = {};
              if (!connection) return all;
              for (const [, entry] of await connection.getStats()) {
                if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
                  all.received = entry.packetsReceived; all.lost = entry.packetsLost; all.codec = entry.codecId;
                } else if (entry.type === 'outbound-rtp' && entry.kind === 'audio') {
                  all.sent = entry.packetsSent;
                } else if (entry.type === 'transport') {
                  all.dtls = entry.dtlsState; all.srtp = entry.srtpCipher; all.ice = entry.iceState;
                }
              }
              for (const [id, entry] of await connection.getStats()) if (id === all.codec) all.codec = entry.mimeType;
              return all;
            }
            """;

    private final Chromium chromium;
    private final BrowserContext context;
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final Page page;

    private PhonePage(Chromium chromium, BrowserContext context) {
        this.chromium = chromium;
        this.context = context;
        this.page = context.newPage();
    }

    /// Starts a browser that speaks a tone of `toneHz` and opens the phone at `url`.
    public static PhonePage open(Path folder, String url, int toneHz) {
        return open(folder, url, toneHz, new Browser.NewContextOptions());
    }

    /// Starts a browser whose person does not let the page use the microphone.
    public static PhonePage withoutMicrophone(Path folder, String url) {
        return open(folder, url, 440, new Browser.NewContextOptions(), false);
    }

    /// Starts a browser with settings of its own: colour scheme, size of the window.
    public static PhonePage open(
            Path folder, String url, int toneHz, Browser.NewContextOptions options) {
        return open(folder, url, toneHz, options, true);
    }

    private static PhonePage open(
            Path folder,
            String url,
            int toneHz,
            Browser.NewContextOptions options,
            boolean microphone) {
        Path tone = folder.resolve("microphone-" + toneHz + ".wav");
        if (!tone.toFile().exists()) {
            Tone.write(tone, toneHz, 60);
        }
        Chromium chromium =
                Chromium.launch(
                        List.of(
                                "--use-fake-ui-for-media-stream" + (microphone ? "" : "=deny"),
                                "--use-file-for-fake-audio-capture=" + tone));
        options.setIgnoreHTTPSErrors(true);
        if (microphone) {
            options.setPermissions(List.of("microphone"));
        }
        BrowserContext context = chromium.browser().newContext(options);
        context.setDefaultTimeout((double) LIMIT.toMillis());
        context.addInitScript(CONNECTIONS);
        PhonePage phone = new PhonePage(chromium, context);
        phone.load(url);
        return phone;
    }

    /// Opens the page (again).
    public void load(String url) {
        page.onConsoleMessage(message -> console.add(message.text()));
        page.onPageError(console::add);
        page.navigate(url);
    }

    /// Fills in the form and signs in; returns when the page says so.
    public PhonePage signIn(String user, String password) {
        trySignIn(user, password);
        awaitText("#presence-text", "Signed in as " + user);
        return this;
    }

    /// Fills in the form and presses the button.
    public void trySignIn(String user, String password) {
        page.fill("#user", user);
        page.fill("#password", password);
        page.click("#sign-in");
    }

    /// From now on its calls know these codecs only: `audio/opus`.
    public void knowsOnly(String... mimeTypes) {
        page.evaluate("(codecs) => { window.onlyCodecs = codecs; }", List.of(mimeTypes));
    }

    public void call(String target) {
        page.fill("#number", target);
        page.click("#call");
    }

    /// Waits for an incoming call and answers it.
    public void answer() {
        awaitView("incoming");
        page.click("#answer");
    }

    public void click(String selector) {
        page.click(selector);
    }

    public void press(String key) {
        page.keyboard().press(key);
    }

    /// Waits until the page shows `signin`, `dial`, `incoming` or `talk`.
    public void awaitView(String view) {
        await("the view " + view, () -> view.equals(page.getAttribute("#phone", "data-view")));
    }

    /// Waits until the running call is connected.
    public void awaitConnected() {
        awaitText("#call-state", "Connected");
    }

    /// Waits until the text of an element contains `text`.
    public void awaitText(String selector, String text) {
        await("'" + text + "' in " + selector, () -> text(selector).contains(text));
    }

    /// The text of an element; empty where there is none just now.
    public String text(String selector) {
        var found = page.locator(selector);
        return found.count() == 0 ? "" : String.valueOf(found.first().textContent());
    }

    /// Waits until the strongest tone heard is `hz`, within 3 %.
    public void awaitTone(int hz) {
        double[] heard = new double[2];
        Patience.until(
                "a tone of " + hz + " Hz in the browser",
                LIMIT,
                () -> {
                    List<?> peak = (List<?>) page.evaluate(LISTEN);
                    heard[0] = ((Number) peak.get(0)).doubleValue();
                    heard[1] = ((Number) peak.get(1)).doubleValue();
                    return Math.abs(heard[0] - hz) < hz * 0.03 && heard[1] > -60;
                },
                () -> "heard " + heard[0] + " Hz at " + heard[1] + " dB; " + state());
    }

    /// The strongest tone of the last second, in Hz, and its level in dB.
    public double[] strongestTone() {
        List<?> peak = (List<?>) page.evaluate(LISTEN);
        return new double[] {
            ((Number) peak.get(0)).doubleValue(), ((Number) peak.get(1)).doubleValue()
        };
    }

    /// getStats of the latest connection: `received`, `lost`, `sent`, `codec`, `dtls`, `srtp`.
    @SuppressWarnings("unchecked")
    public Map<String, Object> statistics() {
        return (Map<String, Object>) page.evaluate(STATISTICS);
    }

    /// The local and remote SDP of the latest connection.
    public String sdp(boolean remote) {
        return String.valueOf(
                page.evaluate(
                        "remote => { const c = window.connections.at(-1); const d = remote ?"
                                + " c?.remoteDescription : c?.localDescription; return d?.sdp ?? '' }",
                        remote));
    }

    public void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    public Page page() {
        return page;
    }

    /// Opens the phone once more, in a tab beside this one.
    public PhonePage secondTab() {
        PhonePage tab = new PhonePage(chromium, context);
        tab.load(page.url());
        return tab;
    }

    /// Tells the browser that the device has lost its network, and that it has it back. Chromium
    /// leaves an open WebSocket alone.
    public void offline(boolean on) {
        context.setOffline(on);
    }

    /// Cuts the WebSocket and lets no other connect until [#reconnectable].
    public void cutSignalling() {
        page.evaluate("() => { window.cut = true; window.sockets.at(-1).close(); }");
    }

    /// Lets WebSockets connect again.
    public void reconnectable() {
        page.evaluate("() => { window.cut = false; }");
    }

    /// Ends whatever call is there, so that the next test finds a quiet phone.
    public void quiet() {
        reconnectable();
        while (true) {
            String view = String.valueOf(page.getAttribute("#phone", "data-view"));
            int calls = page.locator("audio[data-call]").count();
            switch (view) {
                case "talk" -> page.click("#hang-up");
                case "incoming" -> page.click("#decline");
                case "dial" -> {
                    if (calls > 0) {
                        page.click("#return");
                        continue;
                    }
                    return;
                }
                default -> {
                    return;
                }
            }
            Patience.until(
                    "one call less",
                    LIMIT,
                    () ->
                            !view.equals(page.getAttribute("#phone", "data-view"))
                                    || page.locator("audio[data-call]").count() < calls,
                    this::state);
        }
    }

    /// Closes the tab as a person does: the page may say a last word.
    public void closeTab() {
        page.close(new Page.CloseOptions().setRunBeforeUnload(true));
    }

    /// Ends the tab's process: the page can say nothing more.
    public void crash() {
        try {
            page.navigate("chrome://crash", new Page.NavigateOptions().setTimeout(2_000));
        } catch (PlaywrightException expected) {
            // there is nobody left to answer
        }
        page.close();
    }

    @Override
    public void close() {
        chromium.close();
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        Patience.until(what, LIMIT, condition, this::state);
    }

    private String state() {
        return "the page shows "
                + page.getAttribute("#phone", "data-view")
                + ", says '"
                + text("#notice")
                + "' and '"
                + text("#presence-text")
                + "' and '"
                + text("#call-state")
                + "'; "
                + statistics()
                + "; console "
                + console;
    }
}
