package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The phone page in a real Chromium whose microphone is a WAV file with a tone, or in a Firefox
/// whose microphone is a sine. It is used as a person uses it: fields, buttons, and what the page
/// says.
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

    /// Listens to the remote sound for a second and answers with the level of each tone asked for.
    private static final String LEVELS =
            """
            async (tones) => {
              const stream = document.getElementById('remote-audio')?.srcObject;
              if (!stream?.getAudioTracks().length) return tones.map(() => -200);
              const context = window.ears ??= new AudioContext();
              await context.resume();
              const source = context.createMediaStreamSource(stream);
              const analyser = context.createAnalyser();
              analyser.fftSize = 8192;
              analyser.smoothingTimeConstant = 0;
              source.connect(analyser);
              const bins = new Float32Array(analyser.frequencyBinCount);
              const best = tones.map(() => -200);
              for (let i = 0; i < 10; i++) {
                await new Promise((done) => setTimeout(done, 100));
                analyser.getFloatFrequencyData(bins);
                tones.forEach((hz, t) => {
                  const at = Math.round(hz * analyser.fftSize / context.sampleRate);
                  best[t] = Math.max(best[t], ...bins.slice(at - 3, at + 4));
                });
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

    private final Runnable end;
    private final @Nullable BrowserContext context;
    private final List<String> console;
    private final Tab tab;
    private final String ears;

    private PhonePage(Runnable end, BrowserContext context) {
        this.end = end;
        this.context = context;
        this.console = new CopyOnWriteArrayList<>();
        Page page = context.newPage();
        page.onConsoleMessage(message -> console.add(message.text()));
        page.onPageError(console::add);
        this.tab = new ChromiumTab(page);
        this.ears = Ears.ANALYSER;
    }

    private PhonePage(Firefox firefox, FirefoxTab tab) {
        this(firefox::close, tab);
    }

    private PhonePage(FirefoxTab tab) {
        this(() -> {}, tab);
    }

    private PhonePage(Runnable end, FirefoxTab tab) {
        this.end = end;
        this.context = null;
        this.console = tab.console();
        this.tab = tab;
        this.ears = Ears.RECORDER;
    }

    /// Starts a Firefox that speaks a tone of `toneHz` and trusts the authority `pem`, and opens
    /// the phone at `url`.
    public static PhonePage inFirefox(Path folder, String url, int toneHz, String pem) {
        Firefox firefox = Firefox.start(folder, toneHz);
        try {
            PhonePage phone = new PhonePage(firefox, firefox.trusts(pem).open(CONNECTIONS));
            phone.load(url);
            return phone;
        } catch (AssertionError e) {
            firefox.close();
            throw e;
        }
    }

    /// The phone in a tab of a Firefox that somebody else ends.
    static PhonePage in(FirefoxTab tab) {
        return new PhonePage(tab);
    }

    /// What runs before the page's own code.
    static String first() {
        return CONNECTIONS;
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
            options.setPermissions(List.of("microphone", "camera"));
        }
        BrowserContext context = chromium.browser().newContext(options);
        context.setDefaultTimeout((double) LIMIT.toMillis());
        context.addInitScript(CONNECTIONS);
        PhonePage phone = new PhonePage(chromium::close, context);
        phone.load(url);
        return phone;
    }

    /// Opens the page (again).
    public void load(String url) {
        tab.navigate(url);
    }

    /// Fills in the form and signs in; returns when the page says so.
    public PhonePage signIn(String user, String password) {
        trySignIn(user, password);
        awaitText("#presence-text", user); // in whatever language
        awaitView("dial");
        return this;
    }

    /// Fills in the form and presses the button.
    public void trySignIn(String user, String password) {
        tab.fill("#user", user);
        tab.fill("#password", password);
        tab.click("#sign-in");
    }

    /// From now on its calls know these codecs only: `audio/opus`.
    public void knowsOnly(String... mimeTypes) {
        tab.evaluate("(codecs) => { window.onlyCodecs = codecs; }", List.of(mimeTypes));
    }

    public void call(String target) {
        tab.fill("#number", target);
        tab.click("#call");
    }

    /// Calls from page to page, without the server.
    public void callDirectly(String target, boolean video) {
        tab.fill("#number", target);
        tab.click("#dial-ways");
        tab.click(video ? "#dial-direct-video" : "#dial-direct");
    }

    /// Whether it wants to be rung while it talks; in Chromium only.
    public void callWaiting(boolean on) {
        tab.click("#tab-settings");
        page().setChecked("#call-waiting", on);
        tab.click("#tab-keypad");
    }

    /// Waits for an incoming call and answers it.
    public void answer() {
        awaitView("incoming");
        tab.click("#answer");
    }

    public void click(String selector) {
        tab.click(selector);
    }

    public void press(String key) {
        tab.press(key);
    }

    /// Waits until the page shows `signin`, `dial`, `incoming` or `talk`.
    public void awaitView(String view) {
        await("the view " + view, () -> view.equals(tab.attribute("#phone", "data-view")));
    }

    /// Whether an element is there.
    public boolean has(String selector) {
        return count(selector) > 0;
    }

    /// Waits until the page can call from page to page.
    public void awaitDirect() {
        tab.click("#tab-keypad");
        tab.click("#dial-ways");
        await(
                "the line to /signal",
                () -> tab.attribute("#dial-direct", "disabled") == null && has("#dial-direct"));
        tab.click("#dial-ways");
    }

    /// Waits until the running call is connected.
    public void awaitConnected() {
        awaitText("#call-state", "Connected");
    }

    /// Waits until the text of an element contains `text`.
    public void awaitText(String selector, String text) {
        await("'" + text + "' in " + selector, () -> text(selector).contains(text));
    }

    /// Waits until an element has the focus: keys that are pressed before go elsewhere.
    public void awaitFocus(String selector) {
        await(
                "the focus on " + selector,
                () ->
                        Boolean.TRUE.equals(
                                tab.evaluate(
                                        "(s) => document.activeElement?.matches(s) ?? false",
                                        selector)));
    }

    /// Goes by the Tab key to an element, and sees the focus all the way; in Chromium only.
    public void tabTo(String selector) {
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            if (Boolean.TRUE.equals(
                    tab.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector))) {
                return;
            }
            tab.press("Tab");
            String focused = focused();
            if (focused.contains(", ")) {
                throw new AssertionError("the focus is on " + focused + " after" + way);
            }
            way.append(' ').append(focused);
        }
        throw new AssertionError("the Tab key never leads to " + selector + ":" + way);
    }

    /// What has the focus; with a comma and what is wrong, where people don't see it.
    public String focused() {
        return String.valueOf(tab.evaluate(Eyes.FOCUSED));
    }

    /// Notes from now on which buttons move while nobody touches them.
    public void watchButtons() {
        tab.evaluate(Eyes.WATCH_BUTTONS);
    }

    /// The buttons that moved, or were made anew, since [#watchButtons].
    public List<String> movedButtons() {
        return ((List<?>) Objects.requireNonNull(tab.evaluate("() => window.moves")))
                .stream().map(String::valueOf).toList();
    }

    /// Waits until an element is gone.
    public void awaitGone(String selector) {
        await(selector + " to be gone", () -> !has(selector));
    }

    /// The text of an element; empty where there is none just now.
    public String text(String selector) {
        return tab.text(selector);
    }

    /// Waits until the strongest tone heard is `hz`, within 3 %.
    public void awaitTone(int hz) {
        double[] heard = new double[2];
        Patience.until(
                "a tone of " + hz + " Hz in the browser",
                LIMIT,
                () -> {
                    List<?> peak = (List<?>) Objects.requireNonNull(tab.evaluate(ears));
                    heard[0] = ((Number) peak.get(0)).doubleValue();
                    heard[1] = ((Number) peak.get(1)).doubleValue();
                    return Math.abs(heard[0] - hz) < hz * 0.03 && heard[1] > -60;
                },
                () -> "heard " + heard[0] + " Hz at " + heard[1] + " dB; " + state());
    }

    /// Waits until all of these tones are heard at once, above -75 dB.
    public void awaitTones(Integer... hz) {
        List<?>[] heard = new List<?>[1];
        Patience.until(
                List.of(hz) + " Hz in the browser",
                LIMIT,
                () -> {
                    heard[0] = (List<?>) page().evaluate(LEVELS, List.of(hz));
                    return heard[0].stream()
                            .allMatch(level -> ((Number) level).doubleValue() > -75);
                },
                () -> "levels " + heard[0] + "; " + state());
    }

    /// The level of each of these tones now, in dB.
    public List<Double> levels(Integer... hz) {
        return ((List<?>) page().evaluate(LEVELS, List.of(hz)))
                .stream().map(level -> ((Number) level).doubleValue()).toList();
    }

    /// Waits until the other side's picture has been decoded, and goes on being decoded.
    public void awaitPicture() {
        String frames =
                """
                async () => {
                  const shown = document.getElementById('remote-video');
                  let frames = 0;
                  for (const each of shown?.videoWidth > 0 ? window.connections : []) {
                    for (const [, entry] of await each.getStats().catch(() => [])) {
                      if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
                        frames += entry.framesDecoded ?? 0;
                      }
                    }
                  }
                  return frames;
                }
                """;
        await("a picture", () -> number(tab.evaluate(frames)) > 0);
        double before = number(tab.evaluate(frames));
        await("a picture that moves", () -> number(tab.evaluate(frames)) > before + 10);
    }

    private static double number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    /// What axe-core finds wrong with the page as it is now.
    public List<String> violations() {
        return Axe.violations(page());
    }

    /// The strongest tone of the last second, in Hz, and its level in dB.
    public double[] strongestTone() {
        List<?> peak = (List<?>) Objects.requireNonNull(tab.evaluate(ears));
        return new double[] {
            ((Number) peak.get(0)).doubleValue(), ((Number) peak.get(1)).doubleValue()
        };
    }

    /// getStats of the latest connection: `received`, `lost`, `sent`, `codec`, `dtls`, `srtp`.
    @SuppressWarnings("unchecked")
    public Map<String, Object> statistics() {
        return (Map<String, Object>) Objects.requireNonNull(tab.evaluate(STATISTICS));
    }

    /// Waits until sound has gone both ways for a while, with few losses, encrypted; gives the
    /// statistics.
    public Map<String, Object> awaitPackets() {
        await("sound both ways", () -> counted("received") > 30 && counted("sent") > 30);
        await("few losses", () -> counted("lost") <= 3 + counted("received") / 20);
        await("encryption", () -> String.valueOf(statistics().get("srtp")).contains("AES"));
        return statistics();
    }

    private long counted(String what) {
        return statistics().get(what) instanceof Number number ? number.longValue() : 0;
    }

    /// The local and remote SDP of the latest connection.
    public String sdp(boolean remote) {
        return String.valueOf(
                tab.evaluate(
                        "remote => { const c = window.connections.at(-1); const d = remote ?"
                                + " c?.remoteDescription : c?.localDescription; return d?.sdp ?? '' }",
                        remote));
    }

    public void screenshot(Path file) {
        tab.screenshot(file);
    }

    /// The page as Playwright has it: in Chromium only.
    public Page page() {
        if (tab instanceof ChromiumTab(Page page)) {
            return page;
        }
        throw new IllegalStateException("Playwright does not drive this browser");
    }

    /// Opens the phone once more, in a tab beside this one; in Chromium only.
    public PhonePage secondTab() {
        PhonePage other = new PhonePage(end, inChromium());
        other.load(page().url());
        return other;
    }

    private BrowserContext inChromium() {
        return Objects.requireNonNull(context, "in Chromium only");
    }

    /// Tells the browser that the device has lost its network, and that it has it back. Chromium
    /// leaves an open WebSocket alone.
    public void offline(boolean on) {
        inChromium().setOffline(on);
    }

    /// Tells the page that the device is on another network.
    public void networkChanged() {
        tab.evaluate("() => { window.dispatchEvent(new Event('online')); }");
    }

    /// Cuts the WebSockets and lets no other connect until [#reconnectable].
    public void cutSignalling() {
        tab.evaluate(
                "() => { window.cut = true;"
                        + " window.sockets.forEach((each) => each.close()); }");
    }

    /// Lets WebSockets connect again.
    public void reconnectable() {
        tab.evaluate("() => { window.cut = false; }");
    }

    /// Ends whatever call is there, so that the next test finds a quiet phone.
    public void quiet() {
        reconnectable();
        while (true) {
            String view = String.valueOf(tab.attribute("#phone", "data-view"));
            int calls = count("audio[data-call]");
            switch (view) {
                case "talk" -> pressIfThere("#hang-up");
                case "incoming" -> pressIfThere("#decline");
                case "dial" -> {
                    if (calls == 0) {
                        return;
                    }
                    pressIfThere("#return");
                }
                default -> {
                    return;
                }
            }
            Patience.until(
                    "one call less",
                    LIMIT,
                    () ->
                            !view.equals(tab.attribute("#phone", "data-view"))
                                    || count("audio[data-call]") < calls,
                    this::state);
        }
    }

    /// Presses a button that the far side's BYE may be taking away at this moment: aiming at it
    /// would wait for one that never comes back.
    private void pressIfThere(String selector) {
        tab.evaluate("(s) => { document.querySelector(s)?.click(); }", selector);
    }

    private int count(String selector) {
        Object found = tab.evaluate("(s) => document.querySelectorAll(s).length", selector);
        return ((Number) Objects.requireNonNull(found)).intValue();
    }

    /// Closes the tab as a person does: the page may say a last word.
    public void closeTab() {
        page().close(new Page.CloseOptions().setRunBeforeUnload(true));
    }

    /// Ends the tab's process: the page can say nothing more.
    public void crash() {
        try {
            page().navigate("chrome://crash", new Page.NavigateOptions().setTimeout(2_000));
        } catch (PlaywrightException expected) {
            // there is nobody left to answer
        }
        page().close();
    }

    @Override
    public void close() {
        end.run();
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        Patience.until(what, LIMIT, condition, this::state);
    }

    private String state() {
        return "the page shows "
                + tab.attribute("#phone", "data-view")
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
