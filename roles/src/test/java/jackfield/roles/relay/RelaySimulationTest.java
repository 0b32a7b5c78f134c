package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls at random with descriptions at random, whole and broken: nothing throws, what is written
/// can be read, and when all is released nothing is left.
class RelaySimulationTest {
    private static final int STEPS = 300;
    private static final List<LegProfile> PROFILES =
            List.of(LegProfile.BROWSER, LegProfile.SIP, LegProfile.SIP_SDES);
    private static final String KEY =
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
    private static final List<String> BODIES =
            List.of(
                    Sdps.browserOffer(),
                    Sdps.browserAnswer(),
                    Sdps.browser("Re5t", "passive", "0 8"),
                    Sdps.phone("96 0 8 101"),
                    Sdps.phone("0", "a=sendonly"),
                    Sdps.phone("8") + "m=video 20000 RTP/AVP 31\n",
                    Sdps.securePhone("0 101", KEY));

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anythingGoes(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Talk talk =
                new Talk(new RelaySettings(4, 7, List.of(Talk.MEDIA), Talk.OURS), 30_000, 30_039);
        for (int step = 0; step < STEPS; step++) {
            talk.passSeconds(chance.nextInt(5));
            step(talk, chance);
            assertThat(talk.relay.calls()).isLessThanOrEqualTo(4);
            assertThat(talk.sockets.bound).hasSize(talk.ports.used());
            long portLegs =
                    talk.shard.plans.values().stream()
                            .filter(p -> p.transport() instanceof LegPlan.Ports)
                            .count();
            assertThat((long) talk.ports.used()).isEqualTo(portLegs);
        }
        for (int call = 0; call < 6; call++) {
            talk.relay.release("call" + call, talk.now);
        }
        talk.assertNothingLeft();
    }

    private static void step(Talk talk, SplittableRandom chance) {
        String call = "call" + chance.nextInt(6);
        String branch = "z" + chance.nextInt(3);
        String from = "tag" + chance.nextInt(3);
        String to = chance.nextInt(3) == 0 ? null : "tag" + chance.nextInt(3);
        Exchange exchange = new Exchange(call, from, to, branch);
        byte[] body = body(chance);
        switch (chance.nextInt(8)) {
            case 0, 1, 2 ->
                    readable(
                            talk.relay.offer(
                                    exchange, body, profile(chance), profile(chance), talk.now));
            case 3, 4, 5 -> readable(talk.relay.answer(exchange, body, talk.now));
            case 6 ->
                    readable(
                            talk.relay.echo(
                                    new Exchange("call5", from, "e", "e"),
                                    body,
                                    profile(chance),
                                    talk.now));
            default -> talk.relay.release(call, branch, talk.now);
        }
    }

    private static LegProfile profile(SplittableRandom chance) {
        return PROFILES.get(chance.nextInt(PROFILES.size()));
    }

    private static void readable(Relay.Passed passed) {
        if (passed instanceof Relay.Passed.Rewritten(byte[] sdp)) {
            SessionDescription.parse(sdp).orThrow();
        }
    }

    private static byte[] body(SplittableRandom chance) {
        byte[] body = Sdps.bytes(BODIES.get(chance.nextInt(BODIES.size())));
        for (int n = chance.nextInt(4) - 1; n > 0; n--) {
            int at = chance.nextInt(body.length);
            switch (chance.nextInt(3)) {
                case 0 -> body[at] = (byte) chance.nextInt(256);
                case 1 -> body = Arrays.copyOf(body, at + 1);
                default -> {
                    String[] lines = new String(body, StandardCharsets.ISO_8859_1).split("\r\n");
                    int one = chance.nextInt(lines.length);
                    lines[one] = lines[chance.nextInt(lines.length)];
                    body = (String.join("\r\n", lines)).getBytes(StandardCharsets.ISO_8859_1);
                }
            }
        }
        return body;
    }
}
