package jackfield.testkit.peers;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A browser in which two peer connections meet by a TURN server and nothing else
/// (`iceTransportPolicy: relay`).
public final class RelayedPages implements AutoCloseable {
    private static final double LIMIT_MS = 60_000;

    private static final String MEET =
            """
            async (ice) => {
              const config = { iceServers: [ice], iceTransportPolicy: 'relay' };
              const a = new RTCPeerConnection(config);
              const b = new RTCPeerConnection(config);
              const errors = [];
              for (const [one, other] of [[a, b], [b, a]]) {
                one.onicecandidate = e => e.candidate && other.addIceCandidate(e.candidate);
                one.onicecandidateerror = e => errors.push(e.errorCode + ' ' + e.errorText);
              }
              const channel = a.createDataChannel('x');
              const echoed = new Promise(done => { channel.onmessage = e => done(e.data); });
              b.ondatachannel = e => { e.channel.onmessage = m => e.channel.send('heard ' + m.data); };
              channel.onopen = () => channel.send('hello');
              await a.setLocalDescription(await a.createOffer());
              await b.setRemoteDescription(a.localDescription);
              await b.setLocalDescription(await b.createAnswer());
              await a.setRemoteDescription(b.localDescription);
              const late = new Promise(done => setTimeout(() => done('nothing: ' + errors.join(', ')), 25000));
              const text = await Promise.race([echoed, late]);
              let used = '';
              const stats = await a.getStats();
              for (const report of stats.values()) {
                if (report.type === 'candidate-pair' && report.nominated) {
                  const local = stats.get(report.localCandidateId);
                  used = local.candidateType + ' ' + local.relayProtocol;
                }
              }
              a.close();
              b.close();
              return text + '; ' + used;
            }
            """;

    private final Runnable end;
    private final Tab tab;

    private RelayedPages(Runnable end, Tab tab) {
        this.end = end;
        this.tab = tab;
    }

    /// Opens a page of `url`.
    public static RelayedPages open(String url) {
        Chromium chromium = Chromium.launch(List.of("--ignore-certificate-errors"));
        BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setIgnoreHTTPSErrors(true)
                                        .setBypassCSP(true));
        context.setDefaultTimeout(LIMIT_MS);
        Page page = context.newPage();
        page.navigate(url);
        return new RelayedPages(chromium::close, new ChromiumTab(page));
    }

    /// The same in a Firefox that trusts the authority `pem`, and with it what that says of the
    /// TURN server. Firefox takes TURN over TLS for servers with a name only.
    ///
    /// @param address what every name means to it
    public static RelayedPages inFirefox(Path folder, String url, String pem, String address) {
        String quoted = '"' + address + '"';
        Firefox firefox = Firefox.start(folder, 440, Map.of("network.dns.forceResolve", quoted));
        try {
            FirefoxTab tab = firefox.trusts(pem).open("");
            tab.navigate(url);
            return new RelayedPages(firefox::close, tab);
        } catch (AssertionError e) {
            firefox.close();
            throw e;
        }
    }

    /// Lets the two meet and exchange a word.
    ///
    /// @param iceServer JSON, as `RTCPeerConnection` takes it
    /// @return what came back, and by what: `heard hello; relay udp`
    public String meet(String iceServer) {
        return String.valueOf(tab.evaluate("(ice) => (" + MEET + ")(JSON.parse(ice))", iceServer));
    }

    @Override
    public void close() {
        end.run();
    }
}
