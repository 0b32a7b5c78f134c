package jackfield.rtc.sdp;

import java.util.List;

/// What a description leaves to RTCP: `b=RS` for those who send media, `b=RR` for those who only
/// receive (RFC 3556). Zero for both means that its writer wants no reports.
///
/// @param senders bits a second; -1 where nothing is said
/// @param receivers bits a second; -1 where nothing is said
public record ReportBandwidth(int senders, int receivers) {
    /// Nothing is said.
    public static final ReportBandwidth UNSAID = new ReportBandwidth(-1, -1);

    /// Reads it from the `b=` lines of a medium, and where these say nothing, of the session.
    static ReportBandwidth of(List<Line> media, List<Line> session) {
        int senders = either("RS:", media, session);
        int receivers = either("RR:", media, session);
        return senders < 0 && receivers < 0 ? UNSAID : new ReportBandwidth(senders, receivers);
    }

    private static int either(String name, List<Line> media, List<Line> session) {
        int own = in(media, name);
        return own >= 0 ? own : in(session, name);
    }

    private static int in(List<Line> lines, String name) {
        for (Line each : lines) {
            if (each.type() == 'b' && each.value().startsWith(name)) {
                String bits = each.value().substring(name.length()).strip();
                return (int) SdpText.number(bits, Integer.MAX_VALUE);
            }
        }
        return -1;
    }
}
