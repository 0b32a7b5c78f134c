package jackfield.net.http;

import jackfield.base.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    /// A name and a password (RFC 7617).
    public record Credentials(String name, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return "Credentials[" + name + "]";
        }
    }

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

    /// The body as UTF-8 text.
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The name and password of an `Authorization: Basic` header; null when it has none or a broken
    /// one.
    public @Nullable Credentials basicCredentials() {
        String value = header("authorization");
        if (value == null || !value.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(value.substring(6).strip());
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        String pair = new String(decoded, StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 0
                ? null
                : new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
    }

    /// Without headers and body: they carry secrets.
    @Override
    public String toString() {
        return method + " " + path + " from " + remote;
    }
}
