package jackfield.server.api;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What an HTTP server should send.
///
/// @param status the status code
/// @param headers field values by field name, `content-type` among them
/// @param body the text of the body
public record Answer(int status, Map<String, String> headers, String body) {
    static Answer json(int status, String body) {
        return new Answer(
                status,
                Map.of("content-type", "application/json", "cache-control", "no-store"),
                body);
    }

    /// 200 with `body` as JSON.
    public static Answer ok(Object body) {
        return json(200, Json.MAPPER.writeValueAsString(body));
    }

    /// A refusal that says why, as JSON: `{"error": "..."}`.
    public static Answer error(int status, String why) {
        return json(status, Json.MAPPER.writeValueAsString(Map.of("error", why)));
    }

    /// Built when the first answer needs it: a start must not wait for it.
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }
}
