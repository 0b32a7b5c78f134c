package jackfield.bench.fuzz;

import static jackfield.bench.fuzz.RtpTarget.hex;

import jackfield.rtc.rtcp.ApplicationDefined;
import jackfield.rtc.rtcp.ExtendedReport;
import jackfield.rtc.rtcp.Feedback;
import jackfield.rtc.rtcp.Goodbye;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtcp.SourceDescription;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A compound RTCP packet: everything there is to read, all SSRCs written, feedback taken out.
final class RtcpTarget implements Target {
    static final byte[] REPORT =
            hex(
                    "81c8000c 00000001 e1e2e3e4 80000000 00000fa0 00000064 00003e80"
                            + " 00000002 40fffffd 00012345 00000007 c0ffee01 00010000"
                            + " 81ca0003 00000001 01047075 73680000");
    private final Rtcp rtcp = new Rtcp();
    private final Feedback feedback = new Feedback();
    private final ExtendedReport report = new ExtendedReport();
    private final SourceDescription description = new SourceDescription();
    private final Goodbye goodbye = new Goodbye();
    private final ApplicationDefined application = new ApplicationDefined();

    @Override
    public String name() {
        return "rtcp";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                REPORT,
                hex("81c90007 00000001 00000002 40000003 00012345 00000007 00000000 00000000"),
                hex("81cd0004 00000001 00000002 00050003 01008000"),
                hex("8fcd0005 00000001 00000002 000a000c 00000100 2005aa00"),
                hex("81ce0002 00000001 00000002 84ce0004 00000001 00000000 00000002 07000000"),
                hex("8fce0006 00000001 00000000 52454d42 020bd090 02030405 06070809"),
                hex(
                        "80cf000a 00000001 07000008 00000002 0d050201 00780bb8 00500014"
                                + " eebf1210 55ff2a2b 0100003c 00780096"),
                hex(
                        "80cf000b 00000001 04000002 e1e2e3e4 80000000 05000006 00000002 e3e48000"
                                + " 00010000 00000003 00000000 00000000"),
                hex("81cb0002 00000001 03627965 a5cc0004 00000001 61626364 01020304 00000004"));
    }

    @Override
    public long run(byte[] input) {
        if (!rtcp.wrap(MemorySegment.ofArray(input), input.length)) {
            return 0;
        }
        long did = 1;
        while (rtcp.next()) {
            did = did * 31 + rtcp.type() * 32L + Math.min(rtcp.count(), 4) + read();
        }
        rtcp.rewrite(ssrc -> ssrc ^ 0x55);
        int left = rtcp.removeFeedback();
        if (left > input.length || left < 0) {
            throw new AssertionError(left + " bytes left of " + input.length);
        }
        if (left > 0 && !rtcp.wrap(MemorySegment.ofArray(input), left) && left >= 8) {
            throw new AssertionError("what is left is no compound");
        }
        return did;
    }

    private long read() {
        long did = rtcp.ssrc() == 0 ? 1 : 0;
        for (int i = 0; i < rtcp.reports(); i++) {
            rtcp.delaySinceLastSenderReport(i);
            rtcp.cumulativeLost(i);
        }
        if (feedback.wrap(rtcp)) {
            did += 2 + feedback.kind().ordinal();
            did += feedback();
        }
        if (report.wrap(rtcp)) {
            while (report.next()) {
                did = did * 7 + Math.min(report.type(), 9);
                did += block();
            }
        }
        if (description.wrap(rtcp)) {
            while (description.next()) {
                did = did * 3 + Math.min(description.item(), 10);
                description.text();
            }
        }
        if (goodbye.wrap(rtcp)) {
            did += goodbye.sources() + (goodbye.reason().isEmpty() ? 0 : 64);
        }
        return application.wrap(rtcp) ? did + application.dataLength() : did;
    }

    private long feedback() {
        for (int i = 0; i < feedback.entries(); i++) {
            switch (feedback.kind()) {
                case NACK -> feedback.missingAfter(i);
                case FIR -> feedback.wish(i);
                case REMB -> feedback.estimated(i);
                default -> {}
            }
        }
        return switch (feedback.kind()) {
            case NACK -> Math.min(feedback.missingPackets(), 20);
            case REMB -> feedback.bitRate() < 0 ? fail() : 1;
            case TRANSPORT_WIDE ->
                    feedback.notReceived() > feedback.statuses() ? fail() : feedback.base() & 1;
            default -> 0;
        };
    }

    private static long fail() {
        throw new AssertionError("a number that cannot be");
    }

    private long block() {
        for (int i = 0; i < report.items(); i++) {
            report.delaySinceReferenceTime(i);
        }
        return switch (report.type()) {
            case ExtendedReport.RECEIVER_REFERENCE_TIME -> report.referenceTime() & 1;
            case ExtendedReport.STATISTICS_SUMMARY ->
                    (report.summaryLost() < 0 ? 1 : 0) + (report.summaryMeanJitter() < 0 ? 2 : 0);
            case ExtendedReport.VOIP_METRICS -> report.jitterBufferMillis() & 1;
            default -> 0;
        };
    }
}
