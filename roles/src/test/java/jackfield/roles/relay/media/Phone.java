package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.sdp.ReportBandwidth;
import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpProfile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The far end of a leg with ports: sends real RTP and RTCP, plain or with keys, and reads what
/// comes.
final class Phone {
    static final SrtpProfile SUITE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    final Shard shard;
    final long leg;
    final int port;
    int ssrc;
    final int payloadType;
    Endpoint address;
    int sequence;
    byte[] ourKey = new byte[0];
    byte[] theirKey = new byte[0];
    @Nullable SrtpContext sealing;
    @Nullable SrtpContext opening;

    Phone(Shard shard, long leg, int port, String address, int payloadType) {
        this.shard = shard;
        this.leg = leg;
        this.port = port;
        this.payloadType = payloadType;
        this.ssrc = (int) (leg * 0x01010101);
        this.address = Endpoint.parse(address);
        shard.open(Endpoint.parse("198.51.100.1:" + port));
        shard.open(Endpoint.parse("198.51.100.1:" + (port + 1)));
    }

    /// Gives it SRTP.
    Phone secured() {
        ourKey = keyed(1);
        theirKey = keyed(2);
        sealing = SrtpContext.outbound(SUITE, key(ourKey), salt(ourKey));
        opening = SrtpContext.inbound(SUITE, key(theirKey), salt(theirKey));
        return this;
    }

    /// What signalling says of it when its SDP has `signalled`.
    LegPlan plan(long call, @Nullable String signalled, PayloadMap payloads) {
        return plan(call, signalled, payloads, true, ReportBandwidth.UNSAID);
    }

    /// The same.
    ///
    /// @param speaks whether it may send
    /// @param reports what it leaves to RTCP
    LegPlan plan(
            long call,
            @Nullable String signalled,
            PayloadMap payloads,
            boolean speaks,
            ReportBandwidth reports) {
        LegPlan.Sdes sdes =
                sealing == null
                        ? null
                        : new LegPlan.Sdes(
                                new LegPlan.SrtpKeys(SUITE, key(theirKey), salt(theirKey)),
                                new LegPlan.SrtpKeys(SUITE, key(ourKey), salt(ourKey)));
        Endpoint remote = signalled == null ? null : Endpoint.parse(signalled);
        return new LegPlan(
                leg,
                call,
                new LegPlan.Ports(port, port + 1, remote, null, true, sdes),
                List.of(
                        new StreamPlan(
                                leg,
                                "audio",
                                null,
                                payloads,
                                ExtensionMap.ANY,
                                0,
                                0,
                                true,
                                false,
                                speaks,
                                reports)));
    }

    /// Speaks 20 ms from its own address.
    void speaks() {
        speaksFrom(address);
    }

    void speaksFrom(Endpoint from) {
        arrivesRtp(packet(payloadType), from);
        shard.now += 20 * Shard.MILLI;
    }

    void arrivesRtp(byte[] packet, Endpoint from) {
        shard.arrives(port, packet, from);
    }

    /// The next packet as it goes over the wire.
    byte[] packet(int type) {
        byte[] clear = clear(type, sequence++);
        return sealing == null ? clear : sealed(clear);
    }

    byte[] clear(int type, int number) {
        byte[] bytes = new byte[172];
        var at = MemorySegment.ofArray(bytes);
        at.set(U32, 0, 0x80000000 | type << 16 | number & 0xffff);
        at.set(U32, 4, number * 160);
        at.set(U32, 8, ssrc);
        for (int i = 12; i < bytes.length; i++) {
            bytes[i] = (byte) (number * 7 + i);
        }
        return bytes;
    }

    private byte[] sealed(byte[] clear) {
        var slot = MemorySegment.ofArray(Arrays.copyOf(clear, 2048));
        int length = sealing.protectRtp(slot, clear.length);
        return Arrays.copyOf(slot.toArray(ValueLayout.JAVA_BYTE), length);
    }

    /// Sends a receiver report about `source` from `from`.
    void reports(int source, Endpoint from) {
        byte[] bytes = new byte[32];
        var at = MemorySegment.ofArray(bytes);
        at.set(U32, 0, 0x81c90007);
        at.set(U32, 4, ssrc);
        at.set(U32, 8, source);
        shard.arrives(port + 1, sealedRtcp(bytes), from);
    }

    /// Sends an empty report with a request for a whole picture of `source`.
    void asksForPicture(int source, Endpoint from) {
        byte[] bytes = new byte[20];
        var at = MemorySegment.ofArray(bytes);
        at.set(U32, 0, 0x80c90001);
        at.set(U32, 4, ssrc);
        at.set(U32, 8, 0x81ce0002);
        at.set(U32, 12, ssrc);
        at.set(U32, 16, source);
        shard.arrives(port + 1, sealedRtcp(bytes), from);
    }

    byte[] sealedRtcp(byte[] clear) {
        if (sealing == null) {
            return clear;
        }
        var slot = MemorySegment.ofArray(Arrays.copyOf(clear, 2048));
        int length = sealing.protectRtcp(slot, clear.length);
        return Arrays.copyOf(slot.toArray(ValueLayout.JAVA_BYTE), length);
    }

    /// Takes the next datagram from the wire, which must be for `at`, and opens it as RTP.
    RtpPacket hears(Endpoint at) {
        Shard.Datagram datagram = next(at);
        if (datagram.from().port() != port) {
            throw new AssertionError("from " + datagram.from());
        }
        var slot = MemorySegment.ofArray(Arrays.copyOf(datagram.bytes(), 2048));
        int length = datagram.bytes().length;
        if (opening != null) {
            length = opening.unprotectRtp(slot, length);
        }
        var packet = new RtpPacket();
        if (length < 0 || !packet.wrap(slot, length)) {
            throw new AssertionError("not RTP: " + length);
        }
        return packet;
    }

    RtpPacket hears() {
        return hears(address);
    }

    /// Takes the next datagram from the wire, which must be RTCP for `at`.
    Rtcp hearsRtcp(Endpoint at) {
        Shard.Datagram datagram = next(at);
        if (datagram.from().port() != port + 1) {
            throw new AssertionError("from " + datagram.from());
        }
        var slot = MemorySegment.ofArray(Arrays.copyOf(datagram.bytes(), 2048));
        int length = datagram.bytes().length;
        if (opening != null) {
            length = opening.unprotectRtcp(slot, length);
        }
        var packet = new Rtcp();
        if (length < 0 || !packet.wrap(slot, length) || !packet.next()) {
            throw new AssertionError("not RTCP: " + length);
        }
        return packet;
    }

    private Shard.Datagram next(Endpoint at) {
        Shard.Datagram datagram = shard.sent.poll();
        if (datagram == null) {
            throw new AssertionError("nothing was sent");
        }
        if (!datagram.to().equals(at)) {
            throw new AssertionError("sent to " + datagram.to() + ", not to " + at);
        }
        return datagram;
    }

    private byte[] keyed(int which) {
        byte[] bytes = new byte[30];
        Arrays.fill(bytes, (byte) (leg * 16 + which));
        return bytes;
    }

    static byte[] key(byte[] both) {
        return Arrays.copyOf(both, 16);
    }

    static byte[] salt(byte[] both) {
        return Arrays.copyOfRange(both, 16, 30);
    }
}
