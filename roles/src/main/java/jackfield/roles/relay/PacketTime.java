package jackfield.roles.relay;

import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.MediaSection;
import java.util.ArrayList;
import java.util.List;

/// How much of a voice its receiver wants in a packet: `a=ptime` and `a=maxptime` (RFC 8866 section
/// 6.4 and 6.5).
final class PacketTime {
    private static final int USUAL_MS = 20;
    private static final String PTIME = "ptime";
    private static final String MOST = "maxptime";

    private PacketTime() {}

    /// What the writer of a section wants in a packet (ms): no more than it takes at most.
    static int wanted(MediaSection section) {
        int most = number(section, MOST, Integer.MAX_VALUE);
        return Math.min(number(section, PTIME, Math.min(USUAL_MS, most)), most);
    }

    private static int number(MediaSection section, String name, int otherwise) {
        String text = section.media().attributes().first(name);
        if (text == null || !text.strip().matches("[1-9]\\d{0,2}")) {
            return otherwise;
        }
        return Integer.parseInt(text.strip());
    }

    /// The section with another packet time, where packets are made anew: what the other party
    /// takes at most does not matter then.
    ///
    /// @param ms 0 or less to leave it as it is
    static MediaSection with(MediaSection section, int ms) {
        MediaDescription media = section.media();
        if (ms <= 0 || !media.kind().equals("audio")) {
            return section;
        }
        List<Attribute> attributes = new ArrayList<>();
        for (Attribute each : media.attributes().list()) {
            if (!each.name().equals(PTIME) && !each.name().equals(MOST)) {
                attributes.add(each);
            }
        }
        attributes.add(new Attribute(PTIME, Integer.toString(ms)));
        return new MediaSection(
                section.session(),
                new MediaDescription(
                        media.kind(),
                        media.port(),
                        media.protocol(),
                        media.formats(),
                        media.lines(),
                        media.connection(),
                        new Attributes(attributes)));
    }
}
