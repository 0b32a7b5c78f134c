package jackfield.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jackfield.roles.relay.ng.NgCore;
import jackfield.roles.relay.ng.NgHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A datagram of a proxy that drives our relay, and the relay behind it.
final class NgTarget implements Target {
    private static final NgHost HOST =
            new NgHost() {
                @Override
                public void resume(Runnable step) {
                    step.run();
                }

                @Override
                public void told(String what) {}
            };

    @Override
    public String name() {
        return "ng";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(bytes("1 d7:command4:pinge"));
        String call = "7:call-id1:c8:from-tag1:a";
        for (String sdp : List.of(SdpTarget.PHONE, SdpTarget.SECURE, SdpTarget.BROWSER)) {
            String body = sdp.replace("\n", "\r\n");
            String text = "3:sdp" + body.length() + ":" + body;
            seeds.add(
                    bytes(
                            "2 d7:command5:offer"
                                    + call
                                    + "5:flagsl14:trust-address8:SDES-offe7:replacel6:origine"
                                    + "18:transport-protocol8:RTP/SAVP3:ICE6:remove"
                                    + text
                                    + "e"));
            seeds.add(bytes("3 d7:command6:answer" + call + "6:to-tag1:b" + text + "e"));
        }
        seeds.add(bytes("4 d7:command5:query" + call + "e"));
        seeds.add(bytes("5 d7:command6:delete" + call + "12:delete-delayi0ee"));
        seeds.add(bytes("6 d7:command4:list5:limiti10ee"));
        return seeds;
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
                        "9:subscribe",
                        "7:publish",
                        "5:flags",
                        "10:rtpp-flags",
                        "10:via-branch",
                        "999999999:",
                        "0:",
                        "{\"command\":\"ping\"}")
                .map(NgTarget::bytes)
                .toList();
    }

    /// A good offer and answer frame the input, so that it meets a call as well as none.
    @Override
    public long run(byte[] input) {
        World world = new World();
        NgCore ng = new NgCore(world.relay(), null, 0, HOST);
        List<byte[]> seeds = seeds();
        long did = kind(ask(ng, input, 1));
        ask(ng, seeds.get(1), 2);
        ask(ng, seeds.get(2), 3);
        byte[] again = input.clone();
        if (again.length > 0) {
            again[0] ^= 1; // another cookie
        }
        did = did * 1_000_003 + kind(ask(ng, again, 4));
        world.wake();
        return did * 31 + ng.calls();
    }

    /// The last reply; null where there was none.
    private static byte @Nullable [] ask(NgCore ng, byte[] message, long now) {
        AtomicReference<byte @Nullable []> reply = new AtomicReference<>();
        ng.receive(message, World.at("192.0.2.9", 2_223), reply::set, now);
        return reply.get();
    }

    /// The reply with its numbers and names taken out.
    private static long kind(byte @Nullable [] reply) {
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
