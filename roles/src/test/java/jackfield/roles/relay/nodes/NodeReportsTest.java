package jackfield.roles.relay.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.ng.Bencode;
import jackfield.roles.relay.ng.NgValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// What a node tells of a call, as the API shows it.
class NodeReportsTest {
    private static final String A = "10.0.0.1:2223";

    private final NodeRoom room = new NodeRoom(NodeRoom.node(A, 1, "near"));

    /// What Debian's rtpengine-daemon 10.5 told of a call between two phones after four seconds,
    /// each of which had sent 200 packets and four reports.
    private static byte[] rtpengine() throws IOException {
        try (InputStream in =
                NodeReportsTest.class.getResourceAsStream("rtpengine-10.5-query.benc")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static NgValue.Dictionary with(NgValue.Dictionary of, String key, NgValue value) {
        Map<String, NgValue> entries = new LinkedHashMap<>(of.entries());
        entries.put(key, value);
        return new NgValue.Dictionary(entries);
    }

    private List<LegReport> report() {
        List<List<LegReport>> told = new ArrayList<>();
        room.relay.report("c1", room.now, told::add);
        room.seconds(1.5);
        assertThat(told).as("once").hasSize(1);
        return told.getFirst();
    }

    @Test
    void theLegsOfACallOnANodeAreThoseThatItTells() throws IOException {
        room.calls("c1");
        room.seconds(4);
        room.at(A).state = Bencode.read(rtpengine()).orThrow();
        List<LegReport> legs = report();
        assertThat(legs).extracting(LegReport::tag).containsExactly("a", "b");
        LegReport alice = legs.getFirst();
        assertThat(alice.local().host()).isEqualTo("127.42.9.9");
        assertThat(alice.signalled()).isEqualTo(Endpoint.parse("127.42.9.8:4000"));
        assertThat(alice.learnt()).isEqualTo(alice.signalled());
        assertThat(alice.packetsIn()).isEqualTo(200);
        assertThat(alice.bytesIn()).isEqualTo(34_400);
        assertThat(alice.packetsOut()).as("what the other sent").isEqualTo(200);
        assertThat(alice.profile()).isEqualTo("sip");
        assertThat(alice.ice()).isEqualTo("none");
        assertThat(alice.drops()).isEmpty();
        assertThat(alice.verdict()).isEmpty();
        assertThat(alice.lastPacketNs()).isBetween(room.now - 7 * NodeRoom.SECOND, room.now);
        assertThat(legs.get(1).branch()).isEqualTo("z1");
        StreamSnapshot voice = Objects.requireNonNull(alice.voice());
        assertThat(voice.quality().codecIn()).isEqualTo("PCMU");
        assertThat(voice.quality().in().ssrc()).isEqualTo(0x1111);
        assertThat(voice.quality().in().mos().average()).isEqualTo(4.3);
        assertThat(voice.quality().in().mos().lowest()).isEqualTo(4.3);
        assertThat(voice.quality().roundTripNs()).isBetween(15_000_000L, 30_000_000L);
        assertThat(voice.in().rtcp()).isEqualTo(8);
    }

    @Test
    void aPartyThatTheNodeNeverHeardIsNamedWithItsDescriptions() {
        room.calls("c1");
        room.seconds(4);
        room.at(A).state = state(0);
        LegReport leg = report().getFirst();
        assertThat(leg.details().verdictCode()).isEqualTo("never-heard");
        assertThat(leg.verdict()).contains("10.1.2.3").contains("192.0.2.1:30000");
        assertThat(leg.sdpIn()).isEqualTo(NodeRoom.text(NodeRoom.SDP));
        assertThat(leg.sdpOut()).contains("answer by");
        assertThat(leg.details().srtp()).as("offered, and not taken").isEqualTo("none");
    }

    @Test
    void whatANodeDroppedIsCountedUnderItsName() {
        room.calls("c1");
        room.at(A).state = state(7);
        LegReport leg = report().getFirst();
        assertThat(leg.drops()).containsExactly(Map.entry("relay-node", 7L));
    }

    /// Alice, whose SDP has a private address, and nobody else.
    private static NgValue.Dictionary state(long errors) {
        NgValue.Dictionary at =
                dictionary("address", text("10.1.2.3"), "port", new NgValue.Whole(4000));
        NgValue.Dictionary stats =
                dictionary(
                        "packets", new NgValue.Whole(0),
                        "bytes", new NgValue.Whole(0),
                        "errors", new NgValue.Whole(errors));
        NgValue.Dictionary stream =
                dictionary(
                        "local port",
                        new NgValue.Whole(30_000),
                        "local address",
                        text("192.0.2.1"),
                        "endpoint",
                        at,
                        "advertised endpoint",
                        at,
                        "flags",
                        items(text("RTP")),
                        "crypto suite",
                        text("AEAD_AES_256_GCM"),
                        "stats",
                        stats);
        NgValue.Dictionary medium =
                dictionary(
                        "type",
                        text("audio"),
                        "protocol",
                        text("RTP/AVP"),
                        "streams",
                        items(stream));
        return dictionary(
                "result", text("ok"),
                "tags", dictionary("alice", dictionary("medias", items(medium))));
    }

    private static NgValue text(String text) {
        return new NgValue.Text(text);
    }

    private static NgValue items(NgValue... items) {
        return new NgValue.Items(List.of(items));
    }

    private static NgValue.Dictionary dictionary(Object... pairs) {
        NgValue.Dictionary dictionary = new NgValue.Dictionary(Map.of());
        for (int i = 0; i < pairs.length; i += 2) {
            dictionary = with(dictionary, (String) pairs[i], (NgValue) pairs[i + 1]);
        }
        return dictionary;
    }

    @Test
    void whereNothingIsKnownNothingIsTold() {
        assertThat(report()).as("no call").isEmpty();
        room.calls("c1");
        room.at(A).silent = true;
        assertThat(report()).as("no reply").isEmpty();
        assertThat(room.relay.views(room.now).getFirst().state())
                .as("one question for people is no reason to give a node up")
                .isEqualTo("up");
        room.at(A).silent = false;
        room.at(A).state = dictionary("result", text("ok"));
        assertThat(report()).isEmpty();
    }

    /// A node is another program, and may be broken: whatever it tells, nothing is thrown.
    @Test
    void brokenRepliesTellLess() throws IOException {
        room.calls("c1");
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        NodeCall call = new NodeCall("c1", 1);
        byte[] whole = rtpengine();
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] broken = Arrays.copyOf(whole, whole.length);
            for (int j = 0; j < 3; j++) {
                broken[random.nextInt(broken.length)] =
                        (byte) "0123456789-deil:".charAt(random.nextInt(16));
            }
            if (Bencode.read(broken)
                    instanceof jackfield.base.Parsed.Ok<NgValue.Dictionary>(var reply)) {
                assertThat(NodeReports.of(call, reply, room.now)).hasSizeLessThan(65);
                read++;
            }
        }
        assertThat(read).isPositive();
    }
}
