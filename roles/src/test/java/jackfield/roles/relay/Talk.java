package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.StreamPlan;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/// A relay to talk to: offers and answers as the parties of calls send them.
public final class Talk {
    public static final String CALL = "call-1";
    public static final String OURS = "CC:".repeat(31) + "CC";
    public static final Endpoint MEDIA = Objects.requireNonNull(Endpoint.parse("192.0.2.1:40000"));

    /// Sockets that exist only as numbers.
    public static final class Sockets implements PortRange.Binder {
        public final Set<Integer> bound = new HashSet<>();
        final Set<Integer> foreign = new HashSet<>();
        private long last = 100;

        /// None bound.
        public Sockets() {}

        @Override
        public RtpPorts.Pair bind(int rtpPort) {
            if (foreign.contains(rtpPort)) {
                return null;
            }
            assertThat(bound.add(rtpPort)).isTrue();
            return new RtpPorts.Pair(++last, ++last, MEDIA.withPort(rtpPort));
        }

        @Override
        public void close(RtpPorts.Pair pair) {
            assertThat(bound.remove(pair.advertised().port())).isTrue();
        }
    }

    /// The way of keys by signalling.
    public interface ByInfo {
        boolean send(String callId, String tag, DtmfInfo key, long now);
    }

    /// None, as long as nobody sets another.
    public ByInfo byInfo = (_, _, _, _) -> false;

    public final Shard shard = new Shard();
    public final Sockets sockets = new Sockets();
    final List<String> lost = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    final PortRange ports;
    public final CallRelay relay;
    long now = 1;

    public Talk() {
        this(new RelaySettings(100, 7, List.of(MEDIA), OURS), 30_000, 30_999);
    }

    Talk(Recordings recordings) {
        this(new RelaySettings(100, 7, List.of(MEDIA), OURS), 30_000, 30_999, recordings);
    }

    public Talk(RelaySettings settings, int firstPort, int lastPort) {
        this(settings, firstPort, lastPort, Recordings.NONE);
    }

    private Talk(RelaySettings settings, int firstPort, int lastPort, Recordings recordings) {
        ports =
                new PortRange(
                        firstPort,
                        lastPort,
                        Duration.ofSeconds(30),
                        sockets,
                        new SplittableRandom(1));
        relay =
                new CallRelay(
                        settings,
                        shard,
                        ports,
                        new SplittableRandom(2),
                        new Relay.Events() {
                            @Override
                            public void mediaLost(String call, String why, long at) {
                                lost.add(call + ": " + why);
                            }

                            @Override
                            public void dtmf(String call, String tag, char key, int ms) {
                                keys.add(tag + " " + key + " " + ms);
                            }

                            @Override
                            public boolean key(String call, String tag, DtmfInfo key, long at) {
                                return byInfo.send(call, tag, key, at);
                            }

                            @Override
                            public void told(String call, String what) {
                                told.add(call + ": " + what);
                            }
                        },
                        recordings);
    }

    void passSeconds(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    static Exchange exchange(String from, String to, String branch) {
        return new Exchange(CALL, from, to, branch);
    }

    Passed tryOffer(Exchange exchange, String sdp, LegProfile from, LegProfile to) {
        return relay.offer(exchange, Sdps.bytes(sdp), from, to, now);
    }

    Passed tryAnswer(Exchange exchange, String sdp) {
        return relay.answer(exchange, Sdps.bytes(sdp), now);
    }

    /// Alice's first offer on branch `z1`.
    SessionDescription offer(String sdp, LegProfile from, LegProfile to) {
        return read(tryOffer(exchange("alice", null, "z1"), sdp, from, to));
    }

    /// Bob's answer to it.
    SessionDescription answer(String sdp) {
        return read(tryAnswer(exchange("alice", "bob", "z1"), sdp));
    }

    static String text(Passed passed) {
        assertThat(passed).isInstanceOf(Passed.Rewritten.class);
        return new String(((Passed.Rewritten) passed).sdp(), StandardCharsets.UTF_8);
    }

    static SessionDescription read(Passed passed) {
        return SessionDescription.parse(text(passed).getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    static String why(Passed passed) {
        assertThat(passed).isInstanceOf(Passed.Refused.class);
        Passed.Refused refused = (Passed.Refused) passed;
        return refused.status() + " " + refused.why();
    }

    public static MediaSection audio(SessionDescription sdp) {
        return sdp.sections().getFirst();
    }

    static String body(SessionDescription sdp) {
        return new String(sdp.toBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /// The plan of the leg that was made first, second …
    public LegPlan plan(int index) {
        return List.copyOf(shard.plans.values()).get(index);
    }

    /// The first stream of a leg's plan.
    public StreamPlan stream(int index) {
        return plan(index).streams().getFirst();
    }

    public LegPlan.Browser browserPlan(int index) {
        return (LegPlan.Browser) plan(index).transport();
    }

    public LegPlan.Ports portsPlan(int index) {
        return (LegPlan.Ports) plan(index).transport();
    }

    public void assertPatched(int one, int other) {
        assertThat(shard.patches)
                .containsEntry(plan(one).leg(), plan(other).leg())
                .containsEntry(plan(other).leg(), plan(one).leg());
    }

    public void assertNothingLeft() {
        assertThat(relay.calls()).isZero();
        assertThat(shard.plans).isEmpty();
        assertThat(shard.patches).isEmpty();
        assertThat(sockets.bound).isEmpty();
    }
}
