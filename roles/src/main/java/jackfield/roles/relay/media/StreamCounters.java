package jackfield.roles.relay.media;

/// What happened on a stream: plain numbers, written on the packet path and read for reports.
final class StreamCounters {
    final Reception reception = new Reception();
    final Drops drops = new Drops();

    long packetsIn;
    long bytesIn;
    long rtcpIn;
    long rtcpBytesIn;
    long packetsOut;
    long bytesOut;
    long rtcpOut;
    long rtcpBytesOut;
    long lastRtp;
    long lastRtcp;

    /// The last payload type that was not agreed.
    int strangePayload = -1;

    void received(int bytes, long now) {
        packetsIn++;
        bytesIn += bytes;
        lastRtp = now;
    }

    void sent(int bytes) {
        packetsOut++;
        bytesOut += bytes;
    }

    long fetch() {
        return lastRtp + reception.latest().lost();
    }

    LegSnapshot.Traffic in() {
        return new LegSnapshot.Traffic(packetsIn, bytesIn, rtcpIn, rtcpBytesIn);
    }

    LegSnapshot.Traffic out() {
        return new LegSnapshot.Traffic(packetsOut, bytesOut, rtcpOut, rtcpBytesOut);
    }
}
