package jackfield.net.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP response.
///
/// @param status 200
/// @param headers field values by field name
/// @param body the body's bytes
/// @param file a file's bytes that are the body instead; null without
@SuppressWarnings("ArrayRecordComponent") // a body is handed over, never compared
public record HttpResponse(
        int status, Map<String, String> headers, byte[] body, @Nullable FileSlice file) {
    /// A response whose body is `body`.
    public HttpResponse(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, null);
    }

    /// A body of the given media type.
    public static HttpResponse of(int status, String contentType, byte[] body) {
        return new HttpResponse(status, Map.of("content-type", contentType), body);
    }

    /// Plain text.
    public static HttpResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// JSON text.
    public static HttpResponse json(int status, String json) {
        return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /// A status and no body.
    public static HttpResponse empty(int status) {
        return new HttpResponse(status, Map.of(), new byte[0]);
    }

    /// The same with one more header.
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body, file);
    }

    /// The same with bytes of a file as its body.
    public HttpResponse with(FileSlice slice) {
        return new HttpResponse(status, headers, body, slice);
    }
}
