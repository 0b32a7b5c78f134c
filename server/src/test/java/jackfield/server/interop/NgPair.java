package jackfield.server.interop;

import jackfield.testkit.peers.NgClient;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Rtpengine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Debian's rtpengine-daemon and our node side by side, for the same requests to both.
final class NgPair implements AutoCloseable {
    /// Where both have NG over TCP (the daemon alone has it apart) and over HTTP.
    static final int TCP = 2225;

    static final int HTTP = 2280;

    private final Rtpengine daemon;
    private final Node node;
    private final NgClient ours;
    private final NgClient theirs;

    private NgPair(Rtpengine daemon, Node node) {
        this.daemon = daemon;
        this.node = node;
        ours = NgClient.udp(node.address(), Rtpengine.NG_PORT);
        theirs = NgClient.udp(daemon.address(), Rtpengine.NG_PORT);
    }

    /// What each replied.
    record Replies(JsonNode ours, JsonNode theirs) {
        boolean areOk() {
            return ok(ours) && ok(theirs);
        }

        static boolean ok(JsonNode reply) {
            return reply.path("result").asString("").equals("ok");
        }
    }

    /// Starts both, in folders of their own, and waits until both can be asked.
    static NgPair start(Path folder) {
        String here = Addresses.next();
        String there = Addresses.next();
        Rtpengine daemon =
                Rtpengine.start(
                        folder.resolve("daemon"),
                        there,
                        "--log-level=6",
                        "--port-max=60000",
                        "--listen-tcp-ng=" + there + ":" + TCP,
                        "--listen-http=" + there + ":" + HTTP);
        try {
            Node node =
                    Node.start(
                            folder.resolve("node"),
                            here,
                            Map.of(
                                    "relay.ng.listen",
                                    here + ":" + Rtpengine.NG_PORT,
                                    "relay.ng.http",
                                    here + ":" + HTTP,
                                    "recording.folder",
                                    folder.resolve("calls").toString(),
                                    "media.rtp.range",
                                    "20000-60000",
                                    "turn.range",
                                    "12000-12999"));
            NgPair both = new NgPair(daemon, node);
            Patience.until(
                    "rtpengine's pong",
                    Duration.ofSeconds(20),
                    () -> both.theirs.ask("ping").has("result"),
                    daemon::output);
            return both;
        } catch (AssertionError e) {
            daemon.close();
            throw e;
        }
    }

    /// The same to both.
    Replies ask(Map<String, Object> request) {
        return ask(request, request);
    }

    /// The same to both.
    Replies ask(String command, Object... more) {
        return ask(NgClient.request(command, more));
    }

    /// What fits the earlier replies of each.
    Replies ask(Map<String, Object> ofUs, Map<String, Object> ofThem) {
        JsonNode theirReply = theirs.ask(ofThem);
        return new Replies(ours.ask(ofUs), theirReply);
    }

    /// One of the two.
    NgClient client(boolean weAre) {
        return weAre ? ours : theirs;
    }

    String here() {
        return node.address();
    }

    String there() {
        return daemon.address();
    }

    @Override
    public void close() {
        ours.close();
        theirs.close();
        daemon.close();
        node.close();
    }
}
