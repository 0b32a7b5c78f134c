package jackfield.sip.message;

import jackfield.base.KeyedHash;
import org.jspecify.annotations.Nullable;

/// What of the top Via a transaction is found by (RFC 3261 section 17), looked at in the bytes it
/// came in: finding makes no text. Used again for each message; one writer.
public final class ViaWindow {
    private final ViaScan scan = new ViaScan();
    private byte[] in = new byte[0];
    private int branch;
    private int branchEnd;
    private boolean ascii;

    /// A window on nothing yet.
    public ViaWindow() {}

    /// Opens on the top Via of `headers`; false where there is none, or it is malformed.
    public boolean open(Headers headers) {
        int first = Typed.openVia(headers, scan);
        if (first < 0) {
            return false;
        }
        in = Typed.bytes(headers, first);
        long found = ParameterScan.find(in, scan.parameters(), scan.end(), "branch");
        branch = (int) (found >> 32);
        branchEnd = (int) found;
        ascii = true;
        for (int i = Math.max(branch, 0); i < branchEnd; i++) {
            ascii &= in[i] >= 0;
        }
        return true;
    }

    /// The branch; null in a request of RFC 2543.
    public @Nullable String branch() {
        return branch < 0 ? null : Octets.text(in, branch, branchEnd);
    }

    /// True where the branch begins with the magic cookie, in any case (RFC 3261 section 8.1.1.7).
    public boolean hasCookie() {
        int end = branch + Via.MAGIC_COOKIE.length();
        return branch >= 0
                && end <= branchEnd
                && Octets.sameIgnoringCase(in, branch, end, "z9hg4bk");
    }

    /// The sent-by: host in lower case, colon, port.
    public String sentBy() {
        StringBuilder text = new StringBuilder(scan.hostEnd() - scan.host() + 6);
        for (int i = scan.host(); i < scan.hostEnd(); i++) {
            text.append((char) lower(in[i]));
        }
        return text.append(':').append(scan.port()).toString();
    }

    /// Adds the branch, as `hash.add(branch())` does.
    public void addBranchTo(KeyedHash hash) {
        String odd = ascii ? null : branch();
        if (odd != null) {
            hash.add(odd);
            return;
        }
        for (int i = Math.max(branch, 0); i < branchEnd; i++) {
            hash.add((int) in[i]);
        }
    }

    /// Adds the sent-by, as `hash.add(sentBy())` does.
    public void addSentByTo(KeyedHash hash) {
        for (int i = scan.host(); i < scan.hostEnd(); i++) {
            hash.add(lower(in[i]));
        }
        hash.add((int) ':');
        int port = scan.port();
        for (int unit = unit(port); unit > 0; unit /= 10) {
            hash.add('0' + port / unit % 10);
        }
    }

    /// True where `text` is the branch.
    public boolean isBranch(String text) {
        return ascii
                ? branch >= 0 && Octets.same(in, branch, branchEnd, text)
                : text.equals(branch());
    }

    /// True where `text` is the sent-by as [#sentBy()] writes it.
    public boolean isSentBy(String text) {
        int host = scan.hostEnd() - scan.host();
        int port = scan.port();
        int at = host + 1;
        if (text.length() <= host || text.charAt(host) != ':') {
            return false;
        }
        for (int i = 0; i < host; i++) {
            if (text.charAt(i) != lower(in[scan.host() + i])) {
                return false;
            }
        }
        for (int unit = unit(port); unit > 0; unit /= 10) {
            if (at == text.length() || text.charAt(at++) != '0' + port / unit % 10) {
                return false;
            }
        }
        return at == text.length();
    }

    /// The weight of the first digit of `number`.
    private static int unit(int number) {
        int unit = 1;
        while (number / unit >= 10) {
            unit *= 10;
        }
        return unit;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }
}
