package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Pages at `/signal` with a script of their own and no library: each device sends a tone and
/// listens. All are in one browser page.
public final class SignalDevices implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String SCRIPT =
            """
            window.devices = {};
            window.signIn = (name, url, user, password, hz) => new Promise((ok, fail) => {
              const d = {heard: [], hz, ctx: new AudioContext(), early: []};
              devices[name] = d;
              d.say = message => d.ws.send(JSON.stringify(message));
              d.close = () => { if (d.pc) d.pc.close(); d.pc = null; };
              d.peer = (to, callId) => {
                d.close();
                const pc = d.pc = new RTCPeerConnection();
                d.callId = callId; d.to = to;
                const tone = d.ctx.createOscillator();
                const into = d.ctx.createMediaStreamDestination();
                tone.frequency.value = hz; tone.connect(into); tone.start();
                pc.addTrack(into.stream.getTracks()[0], into.stream);
                pc.ontrack = e => {
                  const stream = new MediaStream([e.track]);
                  const pump = new Audio(); pump.srcObject = stream; pump.muted = true; pump.play();
                  d.ears = d.ctx.createAnalyser(); d.ears.fftSize = 8192;
                  d.ears.smoothingTimeConstant = 0;
                  d.ctx.createMediaStreamSource(stream).connect(d.ears);
                };
                pc.onicecandidate = e => d.say({type: 'ice-candidate', toId: to, callId,
                  candidate: e.candidate && {candidate: e.candidate.candidate,
                    sdpMid: e.candidate.sdpMid, sdpMLineIndex: e.candidate.sdpMLineIndex}});
                return pc;
              };
              const on = {
                'auth-ok': () => ok(),
                'auth-fail': m => fail(m.reason),
                'call-offer': m => { d.offer = m; },
                'call-answer': m => d.pc.setRemoteDescription(m.answer),
                'call-end': () => d.close(),
                'call-busy': () => d.close(),
                'call-unavailable': () => d.close(),
                'call-renegotiate': async m => {
                  await d.pc.setRemoteDescription(m.offer);
                  await d.pc.setLocalDescription();
                  d.say({type: 'call-renegotiate-answer', callId: m.callId, toId: m.from,
                    answer: d.pc.localDescription});
                },
                'call-renegotiate-answer': m => d.pc.setRemoteDescription(m.answer),
              };
              d.ws = new WebSocket(url);
              d.ws.onopen = () => d.say({type: 'auth', user, password, device: name});
              d.ws.onmessage = async e => {
                const m = JSON.parse(e.data);
                if (on[m.type]) await on[m.type](m);
                d.heard.push([m.type, m.reason, m.status, m.text].filter(Boolean).join(' '));
              };
              d.ws.onerror = () => fail('no connection');
            });
            window.call = async (name, to, callId) => {
              const d = devices[name], pc = d.peer(to, callId);
              await pc.setLocalDescription();
              d.say({type: 'call-offer', toId: to, callId, callType: 'audio',
                offer: pc.localDescription});
            };
            window.answer = async name => {
              const d = devices[name], m = d.offer, pc = d.peer(m.from, m.callId);
              await pc.setRemoteDescription(m.offer);
              await pc.setLocalDescription();
              d.say({type: 'call-answer', toId: m.from, callId: m.callId,
                answer: pc.localDescription});
            };
            window.restartIce = async name => {
              const d = devices[name];
              d.pc.restartIce();
              await d.pc.setLocalDescription();
              d.say({type: 'call-renegotiate', toId: d.to, callId: d.callId,
                offer: d.pc.localDescription});
            };
            window.say = (name, type) => {
              const d = devices[name];
              d.say({type, callId: d.pc ? d.callId : d.offer.callId});
              if (type === 'call-end') d.close();
            };
            window.hears = name => {
              const d = devices[name];
              if (!d.ears) return 0;
              const bins = new Float32Array(d.ears.frequencyBinCount);
              d.ears.getFloatFrequencyData(bins);
              let best = 0;
              bins.forEach((power, i) => { if (power > bins[best]) best = i; });
              return bins[best] < -60 ? 0 : best * d.ctx.sampleRate / d.ears.fftSize;
            };
            window.leave = name => { devices[name].close(); devices[name].ws.close(); };
            """;

    private final Chromium chromium;
    private final Page page;
    private final String url;

    private SignalDevices(Chromium chromium, Page page, String url) {
        this.chromium = chromium;
        this.page = page;
        this.url = url;
    }

    /// Opens a page of the node, for its origin.
    ///
    /// @param url the node's page: `https://127.0.0.1:8443/`
    public static SignalDevices open(String url) {
        Chromium chromium = Chromium.launch(List.of());
        BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setIgnoreHTTPSErrors(true)
                                        .setBypassCSP(true)); // the script is not the node's
        Page page = context.newPage();
        page.navigate(url);
        page.addScriptTag(new Page.AddScriptTagOptions().setContent(SCRIPT));
        return new SignalDevices(chromium, page, url);
    }

    /// Signs a device in.
    ///
    /// @param device its id
    /// @param hz the tone it sends in calls
    public void signIn(String device, String user, String password, int hz) {
        page.evaluate(
                "([device, url, user, password, hz]) => signIn(device, url, user, password, hz)",
                List.of(
                        device,
                        url.replaceFirst("^https", "wss").replaceFirst("/*$", "/signal"),
                        user,
                        password,
                        hz));
    }

    public void call(String device, String to, String callId) {
        page.evaluate("([d, to, id]) => call(d, to, id)", List.of(device, to, callId));
    }

    /// Answers what rings.
    public void answer(String device) {
        page.evaluate("d => answer(d)", device);
    }

    /// Offers ICE from the beginning, as a page does whose network changed.
    public void restartIce(String device) {
        page.evaluate("d => restartIce(d)", device);
    }

    /// Writes a text to a user.
    public void text(String device, String to, String text) {
        page.evaluate(
                "([d, to, text]) => devices[d].say({type: 'message', toId: to, text, id: text})",
                List.of(device, to, text));
    }

    /// Says a message of its call: `call-end`, `call-reject`.
    public void say(String device, String type) {
        page.evaluate("([d, type]) => say(d, type)", List.of(device, type));
    }

    /// The device goes away.
    public void leave(String device) {
        page.evaluate("d => leave(d)", device);
    }

    /// Waits for a message: its type, and behind it the reason, the SIP status and the text where
    /// it has them. What came before it is forgotten.
    public void await(String device, String message) {
        Patience.until(
                message + " at " + device,
                LIMIT,
                () ->
                        Boolean.TRUE.equals(
                                page.evaluate(
                                        """
                                        ([d, m]) => {
                                          const heard = devices[d].heard;
                                          const at = heard.findIndex(each => each.startsWith(m));
                                          if (at >= 0) heard.splice(0, at + 1);
                                          return at >= 0;
                                        }\
                                        """,
                                        List.of(device, message))),
                () -> String.valueOf(page.evaluate("d => devices[d].heard.join()", device)));
    }

    /// Waits until the device hears a tone of `hz`.
    public void awaitTone(String device, int hz) {
        Patience.until(
                "a tone of " + hz + " Hz at " + device,
                LIMIT,
                () -> Math.abs(heard(device) - hz) < 25,
                () -> "heard " + heard(device) + " Hz; " + state(device));
    }

    private double heard(String device) {
        return ((Number) page.evaluate("d => hears(d)", device)).doubleValue();
    }

    private String state(String device) {
        return Map.of(
                        "connection",
                        page.evaluate(
                                "d => devices[d].pc ? devices[d].pc.connectionState : 'none'",
                                device))
                .toString();
    }

    @Override
    public void close() {
        chromium.close();
    }
}
