package jackfield.net.http;

import jackfield.base.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP request, whole.
///
/// @param method `GET`
/// @param path the path as routed, without the query
/// @param pathParameters what the `:name` parts of the route stood for, decoded
/// @param query the query's parameters, decoded
/// @param headers field values by lower-case field name
/// @param body the body's bytes
/// @param remote the peer of the connection (a reverse proxy, where there is one)
/// @param secure true on HTTPS
@SuppressWarnings("ArrayRecordComponent") // a body is handed over, never compared
public record HttpRequest(
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body,
        Endpoint remote,
        boolean secure) {
    /// The first value of the header `name`, or null.
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.getFirst();
    }

    /// The first value of the query parameter `name`, or null.
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    /// What `:name` stood for; only for a name in the route.
    public String path(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no :" + name);
        }
        return value;
    }

    /// Without headers and body: they carry secrets.
    @Override
    public String toString() {
        return method + " " + path + " from " + remote;
    }
}
