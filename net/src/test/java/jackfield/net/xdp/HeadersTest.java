package jackfield.net.xdp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private static final long AT = 256;

    private final MemorySegment frame = Arena.ofAuto().allocate(4096, 64);
    private final Random random = new Random(7);

    private static Endpoint ipv4(int address, int port) {
        return Endpoint.ipv4(address, port);
    }

    /// What a test sets before it writes.
    private int tos;

    private int write(Endpoint from, Endpoint to, byte[] payload) {
        boolean ipv4 = from.isIpv4();
        MemorySegment.copy(
                payload,
                0,
                frame,
                JAVA_BYTE,
                AT + (ipv4 ? Headers.IPV4 : Headers.IPV6),
                payload.length);
        return Headers.write(
                frame,
                AT,
                0x0a0b_0c0d_0e0fL,
                0x0203_0405_0607L,
                tos,
                from.high(),
                from.low(),
                from.port(),
                to.high(),
                to.low(),
                to.port(),
                payload.length);
    }

    private int payload(int length) {
        return Headers.payload(frame, AT, length, Headers.isIpv4(frame, AT));
    }

    private Endpoint anyone(boolean ipv4) {
        return ipv4
                ? ipv4(random.nextInt(), 1 + random.nextInt(0xffff))
                : new Endpoint(
                        0x2001_0db8_0000_0000L, random.nextLong(), 1 + random.nextInt(0xffff));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (int i = 0; i < 20_000; i++) {
            boolean ipv4 = random.nextBoolean();
            Endpoint from = anyone(ipv4);
            Endpoint to = anyone(ipv4);
            byte[] payload = new byte[random.nextInt(1400)];
            random.nextBytes(payload);
            int length = write(from, to, payload);
            assertThat(Headers.isIpv4(frame, AT)).isEqualTo(ipv4);
            assertThat(payload(length)).isEqualTo(payload.length);
            assertThat(Headers.sourceHigh(frame, AT, ipv4)).isEqualTo(from.high());
            assertThat(Headers.sourceLow(frame, AT, ipv4)).isEqualTo(from.low());
            assertThat(Headers.sourcePort(frame, AT, ipv4)).isEqualTo(from.port());
            assertThat(Headers.destinationHigh(frame, AT, ipv4)).isEqualTo(to.high());
            assertThat(Headers.destinationLow(frame, AT, ipv4)).isEqualTo(to.low());
            assertThat(Headers.destinationPort(frame, AT, ipv4)).isEqualTo(to.port());
        }
    }

    @Test
    void theMarkIsInItsFieldAndInTheChecksum() {
        tos = 184;
        int length = write(ipv4(0x0a4d_0001, 20_000), ipv4(0x0a4d_0002, 9_000), "abc".getBytes());
        assertThat(frame.get(JAVA_BYTE, AT + 14)).isEqualTo((byte) 0x45);
        assertThat(frame.get(JAVA_BYTE, AT + 15)).isEqualTo((byte) 184);
        assertThat(payload(length)).isEqualTo(3);
        long sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum +=
                    (frame.get(JAVA_BYTE, AT + 14 + i) & 0xff) << 8
                            | frame.get(JAVA_BYTE, AT + 15 + i) & 0xff;
        }
        assertThat((sum & 0xffff) + (sum >>> 16)).as("RFC 1071").isEqualTo(0xffff);

        length = write(anyone(false), anyone(false), "abc".getBytes());
        assertThat(frame.get(JAVA_BYTE, AT + 14)).isEqualTo((byte) 0x6b);
        assertThat(frame.get(JAVA_BYTE, AT + 15)).isEqualTo((byte) 0x80);
        assertThat(payload(length)).isEqualTo(3);
    }

    /// Both checksums were reckoned by hand.
    @Test
    void aFrameByteByByte() {
        int length = write(ipv4(0x0a4d_0001, 20_000), ipv4(0x0a4d_0002, 9_000), "abc".getBytes());
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hex.append("%02x".formatted(frame.get(JAVA_BYTE, AT + i) & 0xff));
        }
        assertThat(hex)
                .hasToString(
                        "0a0b0c0d0e0f0203040506070800"
                                + "4500001f00004000401126320a4d00010a4d0002"
                                + "4e202328000bb590616263");
    }

    @Test
    void anyFlippedBitIsSeen() {
        int length = write(anyone(true), anyone(true), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThat(payload(length)).isEqualTo(9);
        // Addresses, ports, length, checksum and payload; the rest is the kernel's to look at.
        for (int bit = 8 * 26; bit < 8 * length; bit++) {
            long at = AT + bit / 8;
            byte whole = frame.get(JAVA_BYTE, at);
            frame.set(JAVA_BYTE, at, (byte) (whole ^ 1 << bit % 8));
            assertThat(payload(length)).as("bit %d", bit).isEqualTo(-1);
            frame.set(JAVA_BYTE, at, whole);
        }
    }

    /// A program of this host, or of a virtual machine beside us, leaves the sum to hardware that
    /// its frames never see.
    @Test
    void aChecksumOfThePseudoHeaderAloneIsGood() {
        int length = write(ipv4(0x7f00_0001, 5), ipv4(0x7f00_0002, 6), new byte[] {1, 2, 3});
        frame.set(JAVA_BYTE, AT + 40, (byte) 0xfe);
        frame.set(JAVA_BYTE, AT + 41, (byte) 0x1f);
        assertThat(payload(length)).isEqualTo(3);
    }

    @Test
    void onlyIpv4GoesWithoutAChecksum() {
        int length = write(anyone(true), anyone(true), new byte[5]);
        frame.set(JAVA_BYTE, AT + 40, (byte) 0);
        frame.set(JAVA_BYTE, AT + 41, (byte) 0);
        assertThat(payload(length)).isEqualTo(5);
        length = write(anyone(false), anyone(false), new byte[5]);
        frame.set(JAVA_BYTE, AT + 60, (byte) 0);
        frame.set(JAVA_BYTE, AT + 61, (byte) 0);
        assertThat(payload(length)).isEqualTo(-1);
    }

    /// What the program lets through has a UDP header; everything in it may be wrong.
    @Test
    void noFrameBreaksUs() {
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean ipv4 = random.nextBoolean();
            int length = write(anyone(ipv4), anyone(ipv4), new byte[random.nextInt(200)]);
            int changes = random.nextInt(4);
            int headers = ipv4 ? Headers.IPV4 : Headers.IPV6;
            for (int k = 0; k < changes; k++) {
                int at = 14 + random.nextInt(headers - 14);
                frame.set(JAVA_BYTE, AT + at, (byte) random.nextInt());
            }
            int seen = random.nextInt(8) == 0 ? headers + random.nextInt(1500) : length;
            int payload = payload(seen);
            assertThat(payload).isBetween(-1, seen - headers);
            good += payload >= 0 ? 1 : 0;
        }
        assertThat(good).isBetween(1_000, 19_000);
    }

    @Test
    void aLengthBeyondTheFrameIsNoDatagram() {
        int length = write(anyone(true), anyone(true), new byte[20]);
        assertThat(payload(length - 1)).isEqualTo(-1);
        assertThat(payload(length + 10)).as("padding of a short frame").isEqualTo(20);
        frame.set(JAVA_BYTE, AT + 38, (byte) 0);
        frame.set(JAVA_BYTE, AT + 39, (byte) 7);
        assertThat(payload(length)).isEqualTo(-1);
    }
}
