package jackfield.bench.fuzz;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpProfile;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The whole way of a packet through the media shard, with a plain leg, one with keys and a browser
/// that is just calling. The input is a row of datagrams, each behind four bytes: which socket,
/// from whom and how, and its length.
///
/// Whatever comes: nothing throws, and no stranger moves a learnt address.
final class PathTarget implements Target {
    private static final int PLAIN = 0;
    private static final int KEYED = 1;
    private static final int BROWSER = 2;
    private static final int STRANGER = 3;
    private static final int SEALED = 0x40;
    private static final int LATER = 0x80;
    private static final int MOST_DATAGRAMS = 64;

    private static final Endpoint[] PEERS = {
        World.at("192.0.2.1", 4_000),
        World.at("203.0.113.2", 5_000),
        World.at("192.0.2.3", 50_000),
        World.at("198.18.0.66", 666)
    };
    private static final long[] SOCKETS = {11, 12, 21, 22, World.SHARED};
    private static final String UFRAG = "relay";
    private static final String PASSWORD = "relayrelayrelayrelayrelay";
    private static final PayloadMap PAYLOADS =
            PayloadMap.NONE.with(0, 0, 8_000).with(8, 8, 8_000).with(101, 96, 8_000);
    private static final SrtpProfile SUITE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    @Override
    public String name() {
        return "path";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        byte[] check =
                StunTarget.check(UFRAG + ":browser", PASSWORD.getBytes(StandardCharsets.UTF_8));
        byte[] voice = RtpTarget.voice(0, 9);
        byte[] event = Arrays.copyOf(RtpTarget.voice(101, 10), 16);
        seeds.add(row(0, PLAIN, voice));
        seeds.add(row(2, KEYED | SEALED, voice));
        seeds.add(row(2, KEYED, voice));
        seeds.add(row(1, PLAIN, RtcpTarget.REPORT));
        seeds.add(row(3, KEYED | SEALED, RtcpTarget.REPORT));
        seeds.add(row(0, STRANGER, voice));
        seeds.add(row(4, BROWSER, check));
        seeds.add(row(4, BROWSER, RtpTarget.hex("16feff0000000000000000002c" + "00".repeat(44))));
        seeds.add(
                join(
                        row(4, BROWSER, check),
                        row(4, BROWSER | LATER, RtpTarget.hex("16feff00" + "01".repeat(50))),
                        row(4, BROWSER, voice),
                        row(0, PLAIN, event),
                        row(2, KEYED | SEALED | LATER, event)));
        return seeds;
    }

    private static byte[] row(int socket, int flags, byte[] datagram) {
        byte[] row = new byte[4 + datagram.length];
        row[0] = (byte) socket;
        row[1] = (byte) flags;
        row[2] = (byte) (datagram.length >> 8);
        row[3] = (byte) datagram.length;
        System.arraycopy(datagram, 0, row, 4, datagram.length);
        return row;
    }

    private static byte[] join(byte[]... rows) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] row : rows) {
            all.writeBytes(row);
        }
        return all.toByteArray();
    }

    @Override
    public long run(byte[] input) {
        World world = new World();
        SrtpContext sealing = SrtpContext.outbound(SUITE, new byte[16], new byte[14]);
        install(world);
        world.arrives(11, RtpTarget.voice(0, 1), PEERS[PLAIN]);
        world.arrives(21, sealed(sealing, RtpTarget.voice(0, 1)), PEERS[KEYED]);
        world.passes(10 * World.SECOND);
        boolean mayMove = false;
        int at = 0;
        for (int i = 0; i < MOST_DATAGRAMS && at + 4 <= input.length; i++) {
            long socket = SOCKETS[(input[at] & 0xff) % SOCKETS.length];
            int flags = input[at + 1] & 0xff;
            int said = (input[at + 2] & 0xff) << 8 | input[at + 3] & 0xff;
            int length = Math.min(said, input.length - at - 4);
            byte[] datagram = Arrays.copyOfRange(input, at + 4, at + 4 + length);
            at += 4 + length;
            if ((flags & SEALED) != 0) {
                datagram = sealed(sealing, datagram);
                mayMove |= (flags & 3) != KEYED; // whoever has the keys is the peer
            }
            if ((flags & LATER) != 0) {
                world.passes(World.SECOND / 10);
            }
            world.arrives(socket, datagram, PEERS[flags & 3]);
            world.wake();
        }
        return judge(world, mayMove);
    }

    private static byte[] sealed(SrtpContext sealing, byte[] clear) {
        MemorySegment slot = MemorySegment.ofArray(Arrays.copyOf(clear, clear.length + 64));
        boolean rtcp = clear.length > 1 && (clear[1] & 0xff) >= 192 && (clear[1] & 0xff) <= 223;
        int length =
                rtcp
                        ? sealing.protectRtcp(slot, clear.length)
                        : sealing.protectRtp(slot, clear.length);
        return length < 0 ? clear : slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static long judge(World world, boolean mayMove) {
        List<LegSnapshot> legs = new ArrayList<>();
        world.handle.snapshot(List.of(1L, 2L, 3L), legs::addAll);
        if (!PEERS[PLAIN].equals(legs.get(0).remote())) {
            throw new AssertionError("the plain leg moved to " + legs.get(0).remote());
        }
        if (!mayMove && !PEERS[KEYED].equals(legs.get(1).remote())) {
            throw new AssertionError("the leg with keys moved to " + legs.get(1).remote());
        }
        long did = Math.min(world.sent, 8);
        for (LegSnapshot leg : legs) {
            did = did * 31 + leg.ice().hashCode() + leg.dtls().hashCode();
            did = did * 31 + Math.min(leg.in().packets(), 4) + 5 * Math.min(leg.in().rtcp(), 4);
            for (var drop : leg.drops().entrySet()) {
                did += drop.getKey().hashCode() * Math.min(drop.getValue(), 3);
            }
        }
        List<Long> core = new ArrayList<>();
        world.handle.drops(drops -> drops.values().forEach(n -> core.add(Math.min(n, 2))));
        return did * 31 + core.hashCode();
    }

    private static void install(World world) {
        for (long socket = 11; socket <= 22; socket += socket == 12 ? 9 : 1) {
            world.open(socket, 20_000 + (int) socket);
        }
        LegPlan.SrtpKeys keys = new LegPlan.SrtpKeys(SUITE, new byte[16], new byte[14]);
        LegPlan.SrtpKeys ours = new LegPlan.SrtpKeys(SUITE, filled(16), filled(14));
        world.handle.install(plan(1, new LegPlan.Ports(11, 12, PEERS[PLAIN], null, true, null)));
        world.handle.install(
                plan(
                        2,
                        new LegPlan.Ports(
                                21, 22, PEERS[KEYED], null, true, new LegPlan.Sdes(ours, keys))));
        world.handle.install(
                plan(
                        3,
                        new LegPlan.Browser(
                                World.SHARED,
                                new LegPlan.Ice(
                                        UFRAG,
                                        PASSWORD,
                                        "browser",
                                        "browserbrowserbrowserbrowser",
                                        List.of(
                                                "candidate:1 1 udp 2113937151 192.0.2.3 50000 typ"
                                                        + " host"),
                                        false),
                                new LegPlan.DtlsTerms(
                                        Dtls.Role.SERVER,
                                        List.of("sha-256 " + "AB:".repeat(31) + "AB")))));
        world.handle.patch(1, 2);
        world.handle.loop(3);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private static LegPlan plan(long leg, LegPlan.Transport transport) {
        return new LegPlan(leg, 1, Objects.requireNonNull(transport), PAYLOADS, true, false);
    }
}
