package jackfield.roles.p2p;

import jackfield.roles.records.SaidSide;
import jackfield.rtc.quality.MosCourse;

/// The media of one page of a call from page to page, as the page said it.
///
/// @param caller whether it is the page that called
/// @param user whose page it is
/// @param device its id
/// @param last its last report
/// @param at when that came (ns since the node started)
/// @param reports how many came
/// @param course how what comes to it went
/// @param finding what that means
public record PageMedia(
        boolean caller,
        String user,
        String device,
        PageReport last,
        long at,
        long reports,
        MosCourse course,
        PageFinding finding) {
    /// The same for a record of the call.
    SaidSide side() {
        return new SaidSide(
                "page",
                last.codec(),
                Math.max(0, last.packets()),
                Math.max(0, last.sent()),
                last.lostPercent(),
                last.jitterMs(),
                last.roundTripMs(),
                last.mos(),
                course.lowest() == null ? last.mos() : course.lowest().mos(),
                finding.words(),
                finding.code(),
                finding.facts());
    }

    /// What is kept while the call runs.
    static final class Kept {
        /// Reports that come faster than this change the last word only.
        private static final long APART_NS = 2_000_000_000L;

        private final boolean caller;
        private final Device device;
        private final MosCourse.Recorder course = new MosCourse.Recorder();
        private PageReport last;
        private long at;
        private long rated = Long.MIN_VALUE;
        private long reports;

        Kept(boolean caller, Device device, PageReport first) {
            this.caller = caller;
            this.device = device;
            this.last = first;
        }

        boolean isOf(Device other) {
            return device == other;
        }

        void report(PageReport report, long now) {
            last = report;
            at = now;
            reports++;
            if (report.mos() > 0 && (rated == Long.MIN_VALUE || now - rated >= APART_NS)) {
                rated = now;
                course.rated(
                        report.mos(),
                        report.lostPercent(),
                        Math.round(report.jitterMs() * 1e3),
                        Math.round(Math.max(0, report.roundTripMs()) * 1e6),
                        now);
            }
        }

        PageMedia view() {
            return new PageMedia(
                    caller,
                    device.user(),
                    device.id(),
                    last,
                    at,
                    reports,
                    course.course(),
                    PageFinding.of(last));
        }
    }
}
