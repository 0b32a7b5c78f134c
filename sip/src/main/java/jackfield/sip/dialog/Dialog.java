package jackfield.sip.dialog;

import jackfield.base.Parsed;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Uri;
import java.util.List;

/// One end of a dialog (RFC 3261 section 12): who, where, by which route, and which CSeq comes
/// next. One writer.
public final class Dialog {
    /// What to do with a request inside the dialog.
    public sealed interface Admission {
        /// It is in order; the dialog has taken note of it.
        record Admitted() implements Admission {}

        /// Answer it with `status`: 500 where its CSeq is behind (section 12.2.2), 481 where it
        /// belongs to another dialog or this one is over.
        record Rejected(int status) implements Admission {}
    }

    private Dialog() {}

    /// The dialog of a UAS (section 12.1.1).
    ///
    /// @param request a peer's INVITE (or another that opens a dialog)
    /// @param response our answer, 101 to 299, with our tag in To
    public static Parsed<Dialog> uas(Request request, Response response) {
        throw new UnsupportedOperationException();
    }

    /// The dialog of a UAC (section 12.1.2).
    ///
    /// @param request our INVITE as it was sent
    /// @param response the peer's answer, 101 to 299
    public static Parsed<Dialog> uac(Request request, Response response) {
        throw new UnsupportedOperationException();
    }

    /// Its name at our end.
    public DialogId id() {
        throw new UnsupportedOperationException();
    }

    /// True until a 2xx confirmed it.
    public boolean isEarly() {
        throw new UnsupportedOperationException();
    }

    /// Where requests to the peer are aimed.
    public Uri remoteTarget() {
        throw new UnsupportedOperationException();
    }

    /// The proxies in between, nearest first.
    public List<NameAddr> routeSet() {
        throw new UnsupportedOperationException();
    }

    /// Judges a peer's request inside the dialog (section 12.2.2), and takes its Contact where the
    /// method refreshes the target. ACK is always admitted when the dialog is right.
    public Admission receive(Request request) {
        throw new UnsupportedOperationException();
    }

    /// A response of the peer to a request of ours inside the dialog: a 2xx confirms an early
    /// dialog and refreshes the target.
    public void receive(Response response) {
        throw new UnsupportedOperationException();
    }

    /// We sent a 2xx to the peer's INVITE: the dialog is confirmed.
    public void confirm() {
        throw new UnsupportedOperationException();
    }

    /// The next request inside the dialog (section 12.2.1.1), without Via and Contact.
    public Request request(Method method) {
        throw new UnsupportedOperationException();
    }

    /// The ACK of a 2xx to our INVITE with this CSeq number (section 13.2.2.4), without Via.
    public Request ack(long cseq) {
        throw new UnsupportedOperationException();
    }
}
