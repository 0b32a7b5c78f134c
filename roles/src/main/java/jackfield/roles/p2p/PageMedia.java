package jackfield.roles.p2p;

import jackfield.roles.records.SaidSide;
import jackfield.rtc.quality.MosCourse;
import org.jspecify.annotations.Nullable;

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
    /// Takes the report of a page of an answered call: no message for the ladder, and nobody's
    /// answer is wanted.
    static @Nullable Refusal receive(
            CallTable table, Device from, Json.Members message, Step step) {
        String callId = message.text("callId");
        PageReport report = PageReport.read(message);
        if (callId == null || report == null) {
            return Refusal.BAD_MESSAGE;
        }
        Call call = table.find(from.user(), callId);
        if (call == null || from != call.maker() && from != call.taker()) {
            return Refusal.NO_SUCH_CALL;
        }
        call.report(from, report, step.now());
        step.traces().media(callId, call.media());
        return null;
    }

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
