package jackfield.sip.dialog;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// The reliable provisional responses that a UAC gets inside one early dialog (RFC 3262 section 4):
/// they count in order, each once.
public final class ReceivedProvisionals {
    private static final long LARGEST = 0xffff_ffffL;
    private static final long NONE_YET = 0;

    private long last = NONE_YET;

    /// None yet.
    public ReceivedProvisionals() {}

    /// What to acknowledge by PRACK; null for a response that is not reliable, that came before, or
    /// that came out of order: the last is not to be processed either, it will be repeated.
    public @Nullable RAck receive(Response response) {
        if (!isReliable(response)) {
            return null;
        }
        String text = response.headers().first(HeaderName.RSEQ);
        if (text == null || !text.matches("\\d{1,10}")) {
            return null;
        }
        long number = Long.parseLong(text);
        if (number < 1 || number > LARGEST || last != NONE_YET && number != last + 1) {
            return null;
        }
        last = number;
        return new RAck(number, response.headers().cseq());
    }

    /// True where a provisional response is to be acknowledged.
    public static boolean isReliable(Response response) {
        return response.isProvisional()
                && response.status() > 100
                && response.headers().lists(HeaderName.REQUIRE, "100rel");
    }
}
