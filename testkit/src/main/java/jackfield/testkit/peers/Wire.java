package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What plain RTP a peer gets, read from the loopback interface. It hears where a peer is deaf:
/// baresip 1.0 records nothing of what comes after a re-INVITE, with any other side.
public final class Wire implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int RATE = 8_000;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int ETHERNET = 14;

    private final Program program;
    private final Path file;

    /// One packet.
    ///
    /// @param samples none where it is no G.711
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Packet(int ssrc, int sequence, double[] samples) {}

    private Wire(Program program, Path file) {
        this.program = program;
        this.file = file;
    }

    /// Listens to what is sent to `peer`, with a file in `folder`.
    public static Wire to(Path folder, InetSocketAddress peer) {
        return start(
                folder,
                "to-" + peer.getPort(),
                "dst host "
                        + peer.getAddress().getHostAddress()
                        + " and dst port "
                        + peer.getPort());
    }

    /// Listens to what a relay at `host` sends to the only [Baresip] in a call.
    public static Wire from(Path folder, String host) {
        return start(folder, "from-" + host, "src host " + host + " and dst portrange 14000-14200");
    }

    private static Wire start(Path folder, String name, String filter) {
        Path file = folder.resolve(name + ".pcap");
        List<String> command =
                List.of(
                        "dumpcap",
                        "-P",
                        "-i",
                        "lo",
                        "-f",
                        "udp and " + filter,
                        "-w",
                        file.toString());
        Program program = Program.start("dumpcap-" + name, folder, command);
        Wire wire = new Wire(program, file);
        try {
            program.awaitOutput("File:");
        } catch (AssertionError e) {
            wire.close();
            throw e;
        }
        return wire;
    }

    /// Waits until another second of G.711 has come, and was mostly a tone of `hz`.
    public void awaitTone(int hz) {
        int known = count();
        Patience.until(
                "a tone of " + hz + " Hz on the wire",
                LIMIT,
                () -> share(known, hz) > 0.6,
                () -> count() - known + " packets more, share " + share(known, hz));
    }

    /// Waits until another second of G.711 has come that was two tones together.
    public void awaitTones(int one, int other) {
        int known = count();
        Patience.until(
                "tones of " + one + " and " + other + " Hz on the wire",
                LIMIT,
                () -> Tone.areBoth(share(known, one), share(known, other)),
                () -> "shares " + share(known, one) + " and " + share(known, other));
    }

    private double share(int known, int hz) {
        List<Packet> all = packets();
        List<double[]> blocks = new ArrayList<>();
        int samples = 0;
        for (int i = all.size() - 1; i >= known && samples < RATE; i--) {
            double[] block = all.get(i).samples;
            samples += block.length;
            blocks.addFirst(block);
        }
        double[] sound = blocks.stream().flatMapToDouble(Arrays::stream).toArray();
        return samples < RATE ? 0 : Tone.share(sound, RATE, hz);
    }

    /// How many packets have come.
    public int count() {
        return packets().size();
    }

    /// Fails where what came has more than one source, or one whose numbers leave out any.
    public void assertOneStream() {
        Packet before = null;
        for (Packet each : packets()) {
            if (before != null
                    && (before.ssrc != each.ssrc
                            || each.sequence != (before.sequence + 1 & 0xffff))) {
                throw new AssertionError(
                        "after packet %d of %08x comes %d of %08x"
                                .formatted(before.sequence, before.ssrc, each.sequence, each.ssrc));
            }
            before = each;
        }
    }

    private List<Packet> packets() {
        ByteBuffer in;
        try {
            in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Packet> packets = new ArrayList<>();
        int at = FILE_HEADER;
        while (at + PACKET_HEADER <= in.limit()) {
            int length = in.getInt(at + 8);
            at += PACKET_HEADER;
            if (at + length > in.limit()) {
                break; // still being written
            }
            add(in.slice(at, length).order(ByteOrder.BIG_ENDIAN), packets);
            at += length;
        }
        return packets;
    }

    private static void add(ByteBuffer frame, List<Packet> packets) {
        int rtp = ETHERNET + 4 * (frame.get(ETHERNET) & 0x0f) + 8;
        if (frame.limit() < rtp + 12 || (frame.get(rtp) & 0xc0) != 0x80) {
            return;
        }
        int type = frame.get(rtp + 1) & 0x7f;
        if (type >= 72 && type < 80) {
            return; // RTCP (RFC 5761 section 4)
        }
        int header = rtp + 12 + 4 * (frame.get(rtp) & 0x0f);
        boolean voice = type == 0 || type == 8;
        double[] samples = new double[voice ? frame.limit() - header : 0];
        for (int i = 0; i < samples.length; i++) {
            byte code = frame.get(header + i);
            samples[i] = (type == 0 ? muLaw(code) : aLaw(code)) / 32768.0;
        }
        int sequence = frame.getShort(rtp + 2) & 0xffff;
        packets.add(new Packet(frame.getInt(rtp + 8), sequence, samples));
    }

    private static int muLaw(byte code) {
        int bits = ~code;
        int size = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (bits & 0x80) == 0 ? size : -size;
    }

    private static int aLaw(byte code) {
        int bits = code ^ 0x55;
        int exponent = (bits >> 4) & 7;
        int size = ((bits & 0x0f) << 4) + 8;
        size = exponent == 0 ? size : (size + 0x100) << (exponent - 1);
        return (bits & 0x80) == 0 ? -size : size;
    }

    @Override
    public void close() {
        program.close();
    }
}
