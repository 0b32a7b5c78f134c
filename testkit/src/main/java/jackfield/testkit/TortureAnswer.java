package jackfield.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a node answers to a torture message: a status, `forward` where it sends it on, `nothing`;
/// `closed` behind it where the connection is. Each for a stranger to the node that serves the
/// domain, for a peer that a proxy trusts, and for one who calls the node's own endpoint.
///
/// @param whole in a datagram or a message of a WebSocket
/// @param stream over TCP
public record TortureAnswer(TortureMessage message, List<String> whole, List<String> stream) {
    /// The answers to all messages of an RFC, in its order.
    public static List<TortureAnswer> all(int rfc) {
        Map<String, List<String>> lines = new HashMap<>();
        new String(TortureMessage.resource("/torture/answers.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> List.of(line.split(" ")))
                .forEach(columns -> lines.put(columns.getFirst(), columns));
        return TortureMessage.all(rfc).stream()
                .map(message -> of(message, lines.getOrDefault(message.name(), List.of())))
                .toList();
    }

    private static TortureAnswer of(TortureMessage message, List<String> columns) {
        if (columns.size() != 4 && columns.size() != 8) {
            throw new AssertionError("no three answers to " + message.name());
        }
        List<String> whole = columns.subList(1, 4);
        return new TortureAnswer(
                message, whole, columns.size() == 8 ? columns.subList(5, 8) : whole);
    }

    @Override
    public String toString() {
        return message.name();
    }
}
