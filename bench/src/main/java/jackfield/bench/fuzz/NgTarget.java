package jackfield.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jackfield.base.Deadlines;
import jackfield.base.Parsed;
import jackfield.media.prompt.PcmClip;
import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.media.Tap;
import jackfield.roles.relay.ng.NgCallView;
import jackfield.roles.relay.ng.NgCore;
import jackfield.roles.relay.ng.NgFigures;
import jackfield.roles.relay.ng.NgHost;
import jackfield.roles.relay.ng.NgJson;
import jackfield.roles.relay.ng.NgRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A datagram of a proxy that drives our relay, and the relay behind it.
final class NgTarget implements Target {
    static final NgHost HOST =
            new NgHost() {
                @Override
                public void resume(Runnable step) {
                    step.run();
                }

                @Override
                public void told(String what) {}

                @Override
                public long now() {
                    return 0;
                }

                @Override
                public void figures(Consumer<NgFigures> reply) {
                    reply.accept(NgFigures.NONE);
                }
            };

    @Override
    public String name() {
        return "ng";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(bytes("1 d7:command4:pinge"));
        for (String sdp : List.of(SdpTarget.PHONE, SdpTarget.SECURE, SdpTarget.BROWSER)) {
            String text = sdp(sdp);
            seeds.add(
                    bytes(
                            "2 d7:command5:offer"
                                    + CALL
                                    + "5:flagsl14:trust-address8:SDES-offe7:replacel6:origine"
                                    + "18:transport-protocol8:RTP/SAVP3:ICE6:remove"
                                    + text
                                    + "e"));
            seeds.add(bytes("3 d7:command6:answer" + CALL + "6:to-tag1:b" + text + "e"));
            seeds.add(bytes("7 d7:command7:publish5:flagsl17:codec-accept-PCMUe" + text + "e"));
        }
        seeds.addAll(SCENE);
        seeds.add(bytes("4 d7:command5:query" + CALL + "e"));
        seeds.add(bytes("5 d7:command6:delete" + CALL + "12:delete-delayi0ee"));
        seeds.add(bytes("5 d7:command6:delete" + CALL + "12:delete-delay2:30e"));
        seeds.add(bytes("6 d7:command4:list5:limiti10ee"));
        seeds.addAll(ON_CALLS);
        return seeds;
    }

    private static final String CALL = "7:call-id1:c8:from-tag1:a";

    /// What makes a call with all kinds of parties in it; the numbers are cookies.
    static final List<byte[]> SCENE =
            List.of(
                    bytes("s1 d7:command5:offer" + CALL + sdp(SdpTarget.PHONE) + "e"),
                    bytes(
                            "s2 d7:command6:answer"
                                    + CALL
                                    + "6:to-tag1:b"
                                    + sdp(SdpTarget.PHONE)
                                    + "e"),
                    bytes("s3 d7:command17:subscribe request" + CALL + "6:to-tag1:se"),
                    bytes(
                            "s4 d7:command7:publish7:call-id1:c8:from-tag1:p"
                                    + sdp(SdpTarget.PHONE)
                                    + "e"),
                    bytes("s5 d7:command6:create7:call-id1:c8:from-tag1:ne"));

    /// One of each command that needs a call.
    private static final List<byte[]> ON_CALLS =
            Stream.of(
                            "16:subscribe answer7:call-id1:c6:to-tag1:s" + sdp(SdpTarget.PHONE),
                            "13:create answer7:call-id1:c8:from-tag1:n" + sdp(SdpTarget.PHONE),
                            "11:unsubscribe7:call-id1:c6:to-tag1:s",
                            "7:connect7:call-id1:c8:from-tag1:a6:to-tag1:p",
                            "15:start recording" + CALL + "8:metadata3:k:v14:recording-file1:x",
                            "15:pause recording" + CALL,
                            "14:stop recording" + CALL + "5:pause3:yes",
                            "10:play media" + CALL + "4:file5:hello12:repeat-timesi3e",
                            "10:play media" + CALL + "4:blob4:RIFF",
                            "10:stop media" + CALL,
                            "9:play DTMF" + CALL + "4:code1:58:durationi120e5:pausei100e",
                            "10:block DTMF" + CALL,
                            "11:block media7:call-id1:c3:all3:all",
                            "13:silence media" + CALL,
                            "15:unsilence media" + CALL,
                            "16:start forwarding" + CALL,
                            "10:statistics",
                            "17:subscribe request7:call-id1:c5:flagsl3:alle",
                            "6:create6:mediasld4:type5:audio6:codecsl4:PCMU4:opuseee")
                    .map(each -> bytes("9 d7:command" + each + "e"))
                    .toList();

    private static String sdp(String lines) {
        String body = lines.replace("\n", "\r\n");
        return "3:sdp" + body.length() + ":" + body;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Override
    public List<byte[]> words() {
        return Stream.of(
                        "d",
                        "l",
                        "e",
                        "i0e",
                        "i-1e",
                        "7:command",
                        "5:offer",
                        "6:answer",
                        "6:delete",
                        "4:ping",
                        "4:list",
                        "5:query",
                        "10:statistics",
                        "11:block media",
                        "10:play media",
                        "17:subscribe request",
                        "16:subscribe answer",
                        "11:unsubscribe",
                        "7:publish",
                        "7:connect",
                        "6:create",
                        "13:create answer",
                        "15:start recording",
                        "9:play DTMF",
                        "4:file",
                        "6:to-tag1:s",
                        "8:from-tag1:p",
                        "6:medias",
                        "12:delete-delay",
                        "5:flags",
                        "10:rtpp-flags",
                        "10:via-branch",
                        "999999999:",
                        "0:",
                        "{\"command\":\"ping\"}")
                .map(NgTarget::bytes)
                .toList();
    }

    /// The input meets no call, then one with a listener, a publisher and one we offered to, and
    /// then what it has made of that. When all calls are deleted nothing may be left.
    @Override
    public long run(byte[] input) {
        World world = new World();
        NgCore ng = core(world, null);
        long did = kind(ask(ng, input, 1, world));
        SCENE.forEach(each -> ask(ng, each, 0, world));
        did = did * 1_000_003 + kind(ask(ng, input, 2, world));
        world.passes(World.SECOND / 50);
        did = did * 1_000_003 + kind(ask(ng, input, 3, world));
        for (byte[] each : ON_CALLS) {
            ask(ng, each, 4, world);
        }
        world.passes(World.SECOND / 50);
        long calls = ng.calls();
        for (NgCallView each : ng.views()) {
            String id = each.callId();
            String delete = "d7:command6:delete7:call-id" + id.length() + ":" + id + "e";
            ask(ng, bytes("end" + world.now++ + " " + delete), 0, world);
        }
        if (ng.calls() != 0 || world.taken() != 0 || ng.deadline() != Deadlines.NEVER) {
            throw new AssertionError(
                    ng.calls() + " calls and " + world.taken() + " pairs of ports are left");
        }
        return did * 31 + calls;
    }

    /// The protocol over a relay of that world.
    static NgCore core(World world, @Nullable NgJson json) {
        return new NgCore(
                NgRelay.of(world.relay(new Deaf())),
                (name, reply) -> reply.accept(clip(name)),
                json,
                0,
                HOST);
    }

    /// Everything is half a second of silence, but for what is missing.
    private static Parsed<PcmClip> clip(String name) {
        return name.length() > 8
                ? new Parsed.Bad<>("no such file", name)
                : new Parsed.Ok<>(new PcmClip(8_000, new short[4_000]));
    }

    /// Listens to what is recorded, and keeps nothing.
    private static final class Deaf implements Recordings, Recordings.Recording {
        @Override
        public Begun begin(Request request, long now) {
            return new Begun.Running(this);
        }

        @Override
        public Tap tap(int side) {
            return (_, _, _) -> {};
        }

        @Override
        public void pause(long now) {}

        @Override
        public void resume(long now) {}

        @Override
        public void stop(long now) {}
    }

    /// The last reply; null where there was none.
    ///
    /// @param round whose cookie it has: 0 for its own
    static byte @Nullable [] ask(NgCore ng, byte[] message, int round, World world) {
        byte[] asked = message.clone();
        if (asked.length > 0) {
            asked[0] ^= (byte) round;
        }
        AtomicReference<byte @Nullable []> reply = new AtomicReference<>();
        ng.receive(asked, World.at("192.0.2.9", 2_223), reply::set, world.now);
        return reply.get();
    }

    /// The reply with its numbers and names taken out.
    static long kind(byte @Nullable [] reply) {
        if (reply == null) {
            return 0;
        }
        String text = new String(reply, ISO_8859_1);
        int at = text.indexOf("result");
        String result = at < 0 ? "none" : text.substring(at, Math.min(text.length(), at + 16));
        int why = text.indexOf("error-reason");
        String reason = why < 0 ? "" : text.substring(why, Math.min(text.length(), why + 40));
        return (result + reason).replaceAll("[0-9]", "").hashCode();
    }
}
