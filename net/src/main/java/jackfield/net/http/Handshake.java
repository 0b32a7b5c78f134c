package jackfield.net.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client said when it opened a WebSocket.
///
/// @param authorization the Authorization header; null where there was none, as with every browser
/// @param query the parameters of the query, decoded
public record Handshake(@Nullable String authorization, Map<String, List<String>> query) {
    /// The first value of the query parameter `name`, or null.
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    /// Without its values: they carry secrets.
    @Override
    public String toString() {
        return "Handshake" + query.keySet();
    }
}
