package jackfield.roles.relay.nodes;

import jackfield.roles.relay.ng.NgValue;
import jackfield.roles.relay.nodes.NgExchanges.Result;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What a node's reply to an offer or an answer means.
sealed interface NodeReply {
    /// The description to send on.
    @SuppressWarnings("ArrayRecordComponent") // a body on its way out, never compared
    record Passed(byte[] sdp) implements NodeReply {}

    /// The node can't take more now; another one may.
    record Full(String why) implements NodeReply {}

    /// The node will not, and another one would not either.
    record Failed(String why) implements NodeReply {}

    /// No reply.
    record Silent() implements NodeReply {}

    /// The errors that mean another node should be asked, to the letter.
    Set<String> FULL = Set.of("Parallel session limit reached", "Ran out of ports");

    static NodeReply of(Result result) {
        return switch (result) {
            case Result.Silence _ -> new Silent();
            case Result.Replied(NgValue.Dictionary reply, long _) -> of(reply);
        };
    }

    private static NodeReply of(NgValue.Dictionary reply) {
        String outcome = NodeCommands.text(reply, "result");
        String sdp = NodeCommands.text(reply, "sdp");
        if ("load limit".equals(outcome)) {
            String message = NodeCommands.text(reply, "message");
            return new Full(message == null ? "load limit" : message);
        }
        String error = NodeCommands.text(reply, "error-reason");
        if (error != null) {
            return FULL.contains(error) ? new Full(error) : new Failed(error);
        }
        return "ok".equals(outcome) && sdp != null
                ? new Passed(sdp.getBytes(StandardCharsets.ISO_8859_1))
                : new Failed("a reply without an SDP");
    }

    /// What to answer SIP with: what a node can't read is the offerer's fault, all else is ours.
    static int status(String why) {
        return why.contains("SDP") && !why.startsWith("a reply") ? 488 : 500;
    }
}
