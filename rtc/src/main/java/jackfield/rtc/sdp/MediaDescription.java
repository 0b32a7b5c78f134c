package jackfield.rtc.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `m=` line and what belongs to it (RFC 8866 section 5.14), as it was written. What it means
/// together with the session's own lines is asked of [MediaSection].
///
/// @param kind `audio`, `video`, `application`, `image`
/// @param port 0 for a rejected or removed medium, or one that is only in a bundle
/// @param protocol `RTP/AVP`, `UDP/TLS/RTP/SAVPF`
/// @param formats payload types, for RTP
/// @param lines `i=`, `b=` and `k=`
/// @param connection its `c=`; null where the session's holds
/// @param attributes its `a=` lines
public record MediaDescription(
        String kind,
        int port,
        String protocol,
        List<String> formats,
        List<Line> lines,
        @Nullable Connection connection,
        Attributes attributes) {
    public MediaDescription {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
        SdpText.requireOneLine(kind);
        SdpText.requireOneLine(protocol);
        formats.forEach(SdpText::requireOneLine);
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    /// The same with other attributes.
    public MediaDescription with(Attributes others) {
        return new MediaDescription(kind, port, protocol, formats, lines, connection, others);
    }

    /// The same at another address.
    public MediaDescription at(@Nullable Connection other, int otherPort) {
        return new MediaDescription(kind, otherPort, protocol, formats, lines, other, attributes);
    }

    /// The same by another transport protocol.
    public MediaDescription over(String otherProtocol) {
        return new MediaDescription(
                kind, port, otherProtocol, formats, lines, connection, attributes);
    }

    /// The same with these formats only.
    public MediaDescription keeping(List<String> others) {
        return new MediaDescription(kind, port, protocol, others, lines, connection, attributes);
    }

    /// True for RTP by any profile.
    public boolean isRtp() {
        return protocol.contains("RTP/");
    }
}
