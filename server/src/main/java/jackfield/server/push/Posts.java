package jackfield.server.push;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// How a message leaves the node: to the addresses that were looked at, and to no others.
@FunctionalInterface
public interface Posts {
    /// What came back.
    ///
    /// @param status the status code
    /// @param fields header fields by name in lower case
    record Answer(int status, Map<String, String> fields) {
        public Answer {
            fields = Map.copyOf(fields);
        }
    }

    /// Sends, and waits for the head of the answer.
    ///
    /// @param addresses where the URI's host is
    /// @param headers field values by name
    /// @throws IOException where there is no answer
    Answer send(URI uri, List<InetAddress> addresses, Map<String, String> headers, byte[] body)
            throws IOException;
}
