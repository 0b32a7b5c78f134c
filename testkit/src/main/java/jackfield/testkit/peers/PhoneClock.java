package jackfield.testkit.peers;

import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.Objects;

/// Looks at a phone page's own clock: when it could be used, when a click became an INVITE, and
/// when the first sound was decoded. The page measures itself, so that nothing of a test's own ways
/// is in the figures.
public final class PhoneClock {
    /// Runs before the page's own code.
    private static final String MARKS =
            """
            (() => {
              const marks = window.marks = {};
              const look = () => {
                const view = document.querySelector('#phone')?.dataset.view;
                if (view === 'signin') marks.form ??= performance.now();
                if (view === 'dial' && !document.querySelector('#number')?.disabled) {
                  marks.dial ??= performance.now();
                }
                if (!marks.form || !marks.dial) requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
              document.addEventListener('click', (event) => {
                if (event.target.closest?.('#call')) {
                  Object.assign(marks, { click: event.timeStamp, invite: null, sound: null });
                }
              }, { capture: true });
              const send = WebSocket.prototype.send;
              WebSocket.prototype.send = function (data) {
                if (typeof data === 'string' && data.startsWith('INVITE ')) {
                  marks.invite ??= performance.now();
                }
                return send.call(this, data);
              };
              const Plain = window.RTCPeerConnection;
              window.RTCPeerConnection = class extends Plain {
                constructor(...settings) {
                  super(...settings);
                  const listen = async () => {
                    for (const entry of (await this.getStats()).values()) {
                      const heard = entry.totalSamplesReceived - entry.concealedSamples;
                      if (entry.type === 'inbound-rtp' && entry.kind === 'audio' && heard > 0) {
                        marks.sound ??= performance.now();
                        return;
                      }
                    }
                    if (this.connectionState !== 'closed') setTimeout(listen, 5);
                  };
                  void listen();
                }
              };
            })();
            """;

    private static final String SIZE =
            """
            () => performance.getEntriesByType('navigation')
              .concat(performance.getEntriesByType('resource'))
              .reduce((sum, entry) => sum + entry.transferSize, 0)
            """;

    private final Page page;

    /// @param page whose next document is measured
    public PhoneClock(Page page) {
        this.page = page;
        page.addInitScript(MARKS);
    }

    /// Bytes that came over the wire for this document, compressed, with their headers.
    public double bytes() {
        return ((Number) page.evaluate(SIZE)).doubleValue();
    }

    /// Milliseconds until the form to sign in could be used.
    public double form() {
        return at("form");
    }

    /// Milliseconds until a number could be dialled.
    public double dial() {
        return at("dial");
    }

    /// Milliseconds from the click to the INVITE on the wire.
    public double invite() {
        return at("invite") - at("click");
    }

    /// Milliseconds from the click to the first sound of the other side that was decoded.
    public double sound() {
        return at("sound") - at("click");
    }

    private double at(String mark) {
        page.waitForFunction("(mark) => window.marks[mark]", mark);
        Map<?, ?> marks = (Map<?, ?>) page.evaluate("() => window.marks");
        return ((Number) Objects.requireNonNull(marks.get(mark), mark)).doubleValue();
    }
}
