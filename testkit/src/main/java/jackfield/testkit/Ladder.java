package jackfield.testkit;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.message.Message;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A test that reads as a ladder diagram: parties on both sides of a node, messages between them in
/// the order of the lines, time that passes when the test says so.
///
/// ```java
/// Ladder ladder = new Ladder(node);
/// Party alice = ladder.party("alice", Transport.WSS), bob = ladder.party("bob", Transport.UDP);
/// alice.sends(Method.INVITE, "sip:bob@example.com");
/// alice.receives(100);
/// bob.receives(Method.INVITE);
/// bob.sends(486);
/// ```
///
/// Every message is written to bytes and parsed again on its way. The wire takes no time.
public final class Ladder {
    private static final Endpoint NODE = Endpoint.ipv4(0xc0000201, 5060);
    private static final int FIRST_PARTY = 0xc6336401;

    private final Node node;
    private final VirtualClock clock = new VirtualClock();
    private final List<Party> parties = new ArrayList<>();
    private final List<Node.Sent> toNobody = new ArrayList<>();
    private long flows = 100;

    /// A ladder around `node`.
    public Ladder(Node node) {
        this.node = node;
        clock.add(node::deadline, () -> node.wake(clock.now(), this::deliver));
    }

    /// A party with an address of its own; over UDP and over connections alike the node sees it as
    /// one flow.
    public Party party(String name, Transport transport) {
        Endpoint remote = Endpoint.ipv4(FIRST_PARTY + parties.size(), 40_000 + parties.size());
        Party party = new Party(this, name, flow(transport, remote));
        parties.add(party);
        return party;
    }

    /// The UDP socket has one id; every connection has its own.
    private Flow flow(Transport transport, Endpoint remote) {
        long id = transport == Transport.UDP ? 1 : flows++;
        int port =
                switch (transport) {
                    case UDP, TCP -> 5060;
                    case TLS -> 5061;
                    case WS -> 8080;
                    case WSS -> 8443;
                };
        return new Flow(id, transport, NODE.withPort(port), remote);
    }

    /// The ladder's time.
    public VirtualClock clock() {
        return clock;
    }

    /// Lets time pass.
    public void advanceSeconds(double seconds) {
        clock.advanceSeconds(seconds);
    }

    /// Fails unless every message was received, none went to nobody, and the node waits for
    /// nothing.
    public void assertQuiet() {
        for (Party party : parties) {
            party.receivesNothing();
        }
        if (!toNobody.isEmpty()) {
            throw new AssertionError("sent to nobody: " + toNobody);
        }
        if (node.deadline() != Deadlines.NEVER) {
            throw new AssertionError("the node still waits");
        }
    }

    void send(Flow flow, Message message) {
        node.receive(overTheWire(message), flow, clock.now(), this::deliver);
    }

    Flow reconnect(Flow old) {
        node.flowLost(old, clock.now(), this::deliver);
        return flow(old.transport(), old.remote().withPort(old.remote().port() + 1000));
    }

    void close(Flow flow) {
        node.flowLost(flow, clock.now(), this::deliver);
    }

    private void deliver(Node.Sent sent) {
        for (Party party : parties) {
            if (party.isAt(sent.flow())) {
                party.arrived(overTheWire(sent.message()));
                return;
            }
        }
        toNobody.add(sent);
    }

    private static Message overTheWire(Message message) {
        byte[] bytes = Writer.write(message);
        return switch (Parser.parse(bytes)) {
            case Parsed.Ok<Message>(Message read) -> read;
            case Parsed.Bad<Message> bad ->
                    throw new AssertionError(
                            String.format(
                                    Locale.ROOT,
                                    "%s in%n%s",
                                    bad,
                                    new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
        };
    }
}
