package jackfield.rtc.rtcp;

/// Asks a packet everything there is to ask.
final class RtcpReader {
    private RtcpReader() {}

    static long readEverything(Rtcp rtcp) {
        long sum = rtcp.ssrc() + rtcp.count();
        for (int i = 0; i < rtcp.reports(); i++) {
            sum += rtcp.fractionLost(i) + rtcp.cumulativeLost(i) + rtcp.jitter(i);
        }
        Feedback feedback = new Feedback();
        if (feedback.wrap(rtcp)) {
            sum += feedback(feedback);
        }
        ExtendedReport xr = new ExtendedReport();
        if (xr.wrap(rtcp)) {
            while (xr.next()) {
                sum += block(xr);
            }
        }
        SourceDescription description = new SourceDescription();
        if (description.wrap(rtcp)) {
            while (description.next()) {
                sum += description.ssrc() + description.item() + description.text().length();
            }
        }
        Goodbye goodbye = new Goodbye();
        if (goodbye.wrap(rtcp)) {
            for (int i = 0; i < goodbye.sources(); i++) {
                sum += goodbye.source(i);
            }
            sum += goodbye.reason().length();
        }
        ApplicationDefined application = new ApplicationDefined();
        if (application.wrap(rtcp)) {
            sum += application.name() + application.dataLength();
        }
        return sum;
    }

    private static long feedback(Feedback feedback) {
        long sum = feedback.sender() + feedback.mediaSource();
        for (int i = 0; i < feedback.entries(); i++) {
            sum +=
                    switch (feedback.kind()) {
                        case NACK -> feedback.missing(i) + feedback.missingAfter(i);
                        case FIR -> feedback.wanted(i) + feedback.wish(i);
                        case REMB -> feedback.estimated(i) + feedback.bitRate();
                        default -> 0;
                    };
        }
        if (feedback.kind() == Feedback.Kind.TRANSPORT_WIDE) {
            sum += feedback.base() + feedback.notReceived();
        }
        return sum;
    }

    private static long block(ExtendedReport xr) {
        long sum = xr.sender();
        for (int i = 0; i < xr.items(); i++) {
            sum += xr.itemSsrc(i) + xr.lastReferenceTime(i) + xr.delaySinceReferenceTime(i);
        }
        return sum
                + switch (xr.type()) {
                    case ExtendedReport.RECEIVER_REFERENCE_TIME -> xr.referenceTime();
                    case ExtendedReport.STATISTICS_SUMMARY ->
                            xr.summaryLost() + xr.summaryDuplicates() + xr.summaryMeanJitter();
                    case ExtendedReport.VOIP_METRICS ->
                            xr.about() + xr.lossRate() + xr.rating() + xr.jitterBufferMillis();
                    default -> 0;
                };
    }
}
