package jackfield.roles.useragent;

import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a user agent that passes session descriptions on has to see in them.
final class Sdp {
    static final String TYPE = "application/sdp";

    /// RFC 8840 section 10.
    static final String TRICKLE = "trickle-ice";

    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private Sdp() {}

    /// The description in `message`; null where there is none.
    static @Nullable String of(Message message) {
        return message.body().isEmpty() || !TYPE.equals(type(message))
                ? null
                : message.body().text();
    }

    /// True for a body that is no session description.
    static boolean isForeign(Message message) {
        return !message.body().isEmpty() && !TYPE.equals(type(message));
    }

    /// The media type of the body, lower case and bare; empty where none is said.
    static String type(Message message) {
        String type = message.headers().first(HeaderName.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static Request on(Request request, String sdp) {
        return request.with(Body.text(sdp)).with(HeaderName.CONTENT_TYPE, TYPE);
    }

    static Response on(Response response, String sdp) {
        return response.with(Body.text(sdp)).with(HeaderName.CONTENT_TYPE, TYPE);
    }

    /// True where a picture is offered.
    static boolean hasVideo(String sdp) {
        for (String line : lines(sdp)) {
            if (line.startsWith("m=video ") && !line.startsWith("m=video 0 ")) {
                return true;
            }
        }
        return false;
    }

    /// One candidate that came after its description.
    ///
    /// @param value `candidate:...`, or empty for the end
    /// @param mid its section's name; null where only the number is known
    /// @param line its section's number
    record Late(String value, @Nullable String mid, int line) {}

    /// `info` with candidates that came after `sdp` (RFC 8840 section 9).
    static Request fragment(Request info, String sdp, List<Late> candidates) {
        List<String> lines = lines(sdp);
        StringBuilder body = new StringBuilder();
        for (String name : List.of("a=ice-ufrag:", "a=ice-pwd:")) {
            lines.stream()
                    .filter(line -> line.startsWith(name))
                    .findFirst()
                    .ifPresent(line -> body.append(line).append("\r\n"));
        }
        List<String> media = lines.stream().filter(line -> line.startsWith("m=")).toList();
        List<String> mids = lines.stream().filter(line -> line.startsWith("a=mid:")).toList();
        for (Late late : candidates) {
            int section = section(late, mids);
            if (section < 0 || section >= media.size()) {
                continue;
            }
            body.append(media.get(section)).append("\r\n");
            if (section < mids.size()) {
                body.append(mids.get(section)).append("\r\n");
            }
            body.append(late.value.isEmpty() ? "a=end-of-candidates" : "a=" + late.value)
                    .append("\r\n");
        }
        return info.with(Body.text(body.toString()))
                .with(HeaderName.CONTENT_TYPE, FRAGMENT)
                .with(HeaderName.of("Content-Disposition"), "Info-Package")
                .with(HeaderName.of("Info-Package"), TRICKLE);
    }

    private static int section(Late late, List<String> mids) {
        return late.mid == null ? late.line : mids.indexOf("a=mid:" + late.mid);
    }

    private static List<String> lines(String sdp) {
        List<String> lines = new ArrayList<>();
        for (String line : sdp.split("\n")) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return lines;
    }
}
