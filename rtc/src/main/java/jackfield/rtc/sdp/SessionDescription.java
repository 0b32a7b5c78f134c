package jackfield.rtc.sdp;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session description (RFC 8866). It does not change; one derives the next.
///
/// @param origin the `o=` line
/// @param name the `s=` line, `-` where there was none
/// @param connection the session's `c=`; null without
/// @param lines all other lines of the session, `t=` among them
/// @param attributes the session's `a=` lines
/// @param media the media, in order
public record SessionDescription(
        Origin origin,
        String name,
        @Nullable Connection connection,
        List<Line> lines,
        Attributes attributes,
        List<MediaDescription> media) {
    public SessionDescription {
        SdpText.requireOneLine(name);
        lines = List.copyOf(lines);
        media = List.copyOf(media);
    }

    /// Reads a body. Lenient in form (line ends, order, missing `s=` and `t=`), firm in limits: see
    /// [SdpParser].
    public static Parsed<SessionDescription> parse(byte[] body) {
        return SdpParser.parse(body);
    }

    /// The body, in the order and with the line ends RFC 8866 prescribes. May hold keys: not for
    /// logs.
    public byte[] toBytes() {
        return SdpWriter.write(this);
    }

    /// The same with another `o=` line.
    public SessionDescription with(Origin other) {
        return new SessionDescription(other, name, connection, lines, attributes, media);
    }

    /// The same with other attributes of the session.
    public SessionDescription with(Attributes others) {
        return new SessionDescription(origin, name, connection, lines, others, media);
    }

    /// The media as one reads them: with the session's own lines where they have none.
    public List<MediaSection> sections() {
        List<MediaSection> sections = new ArrayList<>(media.size());
        for (MediaDescription each : media) {
            sections.add(new MediaSection(this, each));
        }
        return sections;
    }

    /// The `a=group` lines.
    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (String text : attributes.all("group")) {
            Group group = Group.parse(text);
            if (group != null) {
                groups.add(group);
            }
        }
        return groups;
    }

    /// The first BUNDLE group (RFC 9143); null without.
    public @Nullable Group bundle() {
        for (Group group : groups()) {
            if (group.isBundle()) {
                return group;
            }
        }
        return null;
    }

    /// True when the writer runs ICE lite (RFC 8839 section 5.3).
    public boolean iceLite() {
        return attributes.has("ice-lite");
    }

    /// What is in it, without the secrets that attributes hold.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("sdp o=").append(origin);
        for (MediaDescription each : media) {
            text.append(", ").append(each.kind()).append(' ').append(each.port());
            text.append(' ').append(each.protocol());
        }
        return text.toString();
    }
}
