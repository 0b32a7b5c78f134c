package jackfield.rtc.sdp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes session descriptions: the order of RFC 8866 section 9, CRLF, nothing left out that must
/// be there.
final class SdpWriter {
    private final StringBuilder text = new StringBuilder(1024);

    private SdpWriter() {}

    static byte[] write(SessionDescription sdp) {
        return new SdpWriter().session(sdp).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String session(SessionDescription sdp) {
        line('v', "0");
        line('o', sdp.origin().toString());
        line('s', sdp.name());
        lines(sdp.lines(), "i");
        lines(sdp.lines(), "u");
        lines(sdp.lines(), "e");
        lines(sdp.lines(), "p");
        connection(sdp.connection());
        lines(sdp.lines(), "b");
        if (sdp.lines().stream().noneMatch(each -> each.type() == 't')) {
            line('t', "0 0");
        }
        // r= repeats the t= before it: these two keep the order they have.
        lines(sdp.lines(), "tr");
        lines(sdp.lines(), "z");
        lines(sdp.lines(), "k");
        attributes(sdp.attributes());
        sdp.media().forEach(this::media);
        return text.toString();
    }

    private void media(MediaDescription media) {
        text.append("m=").append(media.kind()).append(' ').append(media.port());
        text.append(' ').append(media.protocol());
        media.formats().forEach(format -> text.append(' ').append(format));
        text.append("\r\n");
        lines(media.lines(), "i");
        connection(media.connection());
        lines(media.lines(), "b");
        lines(media.lines(), "k");
        attributes(media.attributes());
    }

    private void connection(@Nullable Connection connection) {
        if (connection != null) {
            line('c', connection.toString());
        }
    }

    private void lines(List<Line> lines, String types) {
        for (Line each : lines) {
            if (types.indexOf(each.type()) >= 0) {
                line(each.type(), each.value());
            }
        }
    }

    private void attributes(Attributes attributes) {
        for (Attribute each : attributes.list()) {
            line('a', each.value() == null ? each.name() : each.name() + ":" + each.value());
        }
    }

    private void line(char type, String value) {
        text.append(type).append('=').append(value).append("\r\n");
    }
}
