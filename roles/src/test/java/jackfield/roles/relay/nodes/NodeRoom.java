package jackfield.roles.relay.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.ng.Bencode;
import jackfield.roles.relay.ng.NgValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// A proxy's relay client, nodes that do as the test says, and a network between them, in virtual
/// time.
final class NodeRoom {
    static final long SECOND = 1_000_000_000L;
    static final byte[] SDP = "v=0\r\nm=audio 4000 RTP/AVP 0\r\n".getBytes(StandardCharsets.UTF_8);

    /// A node: what it was told, and what it has.
    final class Node {
        final Endpoint address;
        final List<NgValue.Dictionary> done = new ArrayList<>();
        final List<String> cookies = new ArrayList<>();
        final Map<String, byte[]> replies = new HashMap<>();
        final Set<String> calls = new HashSet<>();
        boolean silent;
        boolean deaf;
        @Nullable String error;
        boolean overloaded;

        /// Lines after the session's in what it makes of an offer.
        String media = "";

        /// What it tells when it is asked for a call; its usual words where null.
        NgValue.@Nullable Dictionary state;

        Node(Endpoint address) {
            this.address = address;
        }

        void receive(byte[] datagram) {
            int blank = 0;
            while (datagram[blank] != ' ') {
                blank++;
            }
            String cookie = new String(datagram, 0, blank, StandardCharsets.US_ASCII);
            cookies.add(cookie);
            if (silent) {
                return;
            }
            byte[] body = Arrays.copyOfRange(datagram, blank + 1, datagram.length);
            byte[] reply =
                    replies.computeIfAbsent(
                            cookie,
                            _ ->
                                    (cookie + " " + text(Bencode.write(does(read(body)))))
                                            .getBytes(StandardCharsets.ISO_8859_1));
            if (!deaf) {
                carry(() -> relay.receive(reply.clone(), address, now));
            }
        }

        private NgValue.Dictionary does(NgValue.Dictionary request) {
            done.add(request);
            String callId = String.valueOf(NodeCommands.text(request, "call-id"));
            String command = String.valueOf(NodeCommands.text(request, "command"));
            if (state != null && command.equals("query")) {
                return state;
            }
            return switch (command) {
                case "ping" -> reply("result", "pong");
                case "offer" -> {
                    if (overloaded) {
                        yield reply("result", "load limit", "message", "too much to do");
                    }
                    if (error != null) {
                        yield reply("result", "error", "error-reason", error);
                    }
                    calls.add(callId);
                    String session = "v=0\r\ns=offer by " + address + "\r\n";
                    yield reply("result", "ok", "sdp", session + media);
                }
                case "answer", "query" ->
                        calls.contains(callId)
                                ? reply(
                                        "result",
                                        "ok",
                                        "sdp",
                                        "v=0\r\ns=answer by " + address + "\r\n")
                                : reply("result", "error", "error-reason", "Unknown call-id");
                case "delete" -> {
                    if (NodeCommands.text(request, "via-branch") == null) {
                        calls.remove(callId);
                    }
                    yield reply("result", "ok");
                }
                default -> throw new AssertionError(request);
            };
        }

        /// What it did but for pings: `offer c1`.
        List<String> did() {
            return done.stream()
                    .map(each ->
                            NodeCommands.text(each, "command")
                                    + " "
                                    + NodeCommands.text(each, "call-id"))
                    .filter(each -> !each.startsWith("ping"))
                    .toList();
        }

        /// The last command that was no ping.
        NgValue.Dictionary last() {
            for (NgValue.Dictionary each : done.reversed()) {
                if (!"ping".equals(NodeCommands.text(each, "command"))) {
                    return each;
                }
            }
            throw new AssertionError("it did nothing");
        }
    }

    private record Event(long at, long serial, Runnable what) {}

    final Map<Endpoint, Node> nodes = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    final List<String> moved = new ArrayList<>();
    final RandomGenerator random;
    final NodeRelay relay;
    double loss;
    long now = SECOND;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::serial));
    private long serials;

    NodeRoom(NodeSettings... settings) {
        this(1, settings);
    }

    NodeRoom(long seed, NodeSettings... settings) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (NodeSettings each : settings) {
            nodes.put(each.address(), new Node(each.address()));
        }
        relay =
                new NodeRelay(
                        List.of(settings),
                        NodePolicy.DEFAULT,
                        output -> {
                            Node node = nodes.get(output.to());
                            assertThat(node).as("a node at " + output.to()).isNotNull();
                            if (node != null) {
                                carry(() -> node.receive(output.datagram().clone()));
                            }
                        },
                        random,
                        new Relay.Events() {
                            @Override
                            public void mediaLost(String callId, String why, long at) {
                                lost.add(callId + ": " + why);
                                relay().release(callId, at);
                            }

                            @Override
                            public void moved(Exchange exchange, byte[] offer, long at) {
                                moved.add(exchange.answererTag() + ": " + text(offer));
                            }

                            @Override
                            public void told(String callId, String what) {
                                told.add(callId + ": " + what);
                            }
                        },
                        log::add);
    }

    private NodeRelay relay() {
        return relay;
    }

    static NodeSettings node(String address, int weight, String set) {
        Endpoint at = Endpoint.parse(address);
        assertThat(at).isNotNull();
        return new NodeSettings("udp:" + address, at == null ? fail() : at, weight, set);
    }

    private static Endpoint fail() {
        throw new AssertionError();
    }

    Node at(String address) {
        Node node = nodes.get(Endpoint.parse(address));
        return node == null ? new Node(fail()) : node;
    }

    private void carry(Runnable arrival) {
        if (loss == 0 || random.nextDouble() >= loss) {
            after(loss == 0 ? 1_000_000 : 1_000_000 + random.nextLong(200_000_000), arrival);
        }
        if (loss > 0 && random.nextDouble() < loss) {
            after(random.nextLong(400_000_000), arrival);
        }
    }

    void after(long delay, Runnable what) {
        events.add(new Event(now + delay, serials++, what));
    }

    void seconds(double seconds) {
        long until = now + (long) (seconds * SECOND);
        while (true) {
            Event event = events.peek();
            long next = Math.min(relay.deadline(), event == null ? Deadlines.NEVER : event.at);
            if (next > until) {
                now = until;
                return;
            }
            now = Math.max(now, next);
            if (event != null && event.at <= now) {
                events.remove();
                event.what.run();
            } else {
                relay.wake(now);
            }
        }
    }

    /// What came of one request, once it did.
    static final class Answer {
        @Nullable Passed passed;
        int times;
        long at;

        boolean isOk() {
            return passed instanceof Passed.Rewritten;
        }

        String sdp() {
            return passed instanceof Passed.Rewritten(byte[] sdp) ? text(sdp) : "" + passed;
        }

        Passed.Refused refused() {
            assertThat(passed).isInstanceOf(Passed.Refused.class);
            return passed instanceof Passed.Refused refused ? refused : new Passed.Refused(0, "");
        }
    }

    private Relay.Reply to(Answer answer) {
        return (passed, at) -> {
            answer.passed = passed;
            answer.times++;
            answer.at = at;
        };
    }

    /// An offer of alice, on its way.
    Answer offers(String callId, String branch, LegProfile offerer, LegProfile answerer) {
        return offers(new Exchange(callId, "alice", null, branch), offerer, answerer);
    }

    Answer offers(Exchange exchange, LegProfile offerer, LegProfile answerer) {
        return offers(exchange, SDP, offerer, answerer);
    }

    Answer offers(Exchange exchange, byte[] sdp, LegProfile offerer, LegProfile answerer) {
        Answer answer = new Answer();
        relay.offer(exchange, sdp, offerer, answerer, now, to(answer));
        return answer;
    }

    Answer answers(String callId, String branch, String tag) {
        Answer answer = new Answer();
        relay.answer(new Exchange(callId, "alice", tag, branch), SDP, now, to(answer));
        return answer;
    }

    /// A call between two phones that is up.
    void calls(String callId) {
        Answer offer = offers(callId, "b1", LegProfile.SIP, LegProfile.SIP);
        seconds(0.01);
        assertThat(offer.isOk()).as(offer.sdp()).isTrue();
        Answer answer = answers(callId, "b1", "bob");
        seconds(0.01);
        assertThat(answer.isOk()).as(answer.sdp()).isTrue();
    }

    private static NgValue.Dictionary reply(String... pairs) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put(pairs[i], new NgValue.Text(pairs[i + 1]));
        }
        return new NgValue.Dictionary(entries);
    }

    private static NgValue.Dictionary read(byte[] body) {
        return Bencode.read(body) instanceof Parsed.Ok<NgValue.Dictionary>(var dictionary)
                ? dictionary
                : reply();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
