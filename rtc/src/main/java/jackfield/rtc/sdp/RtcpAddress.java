package jackfield.rtc.sdp;

import org.jspecify.annotations.Nullable;

/// The `a=rtcp` line (RFC 3605): where RTCP goes when it is not the port after RTP's.
///
/// @param port RTCP's port
/// @param connection its address; null for RTP's own
public record RtcpAddress(int port, @Nullable Connection connection) {
    static @Nullable RtcpAddress parse(String text) {
        String[] words = SdpText.words(text);
        int port = words.length == 0 ? -1 : SdpText.port(words[0]);
        if (port < 0) {
            return null;
        }
        if (words.length < 4) {
            return new RtcpAddress(port, null);
        }
        String rest = String.join(" ", words[1], words[2], words[3]);
        return Connection.parse(rest) instanceof jackfield.base.Parsed.Ok<Connection>(Connection c)
                ? new RtcpAddress(port, c)
                : new RtcpAddress(port, null);
    }
}
