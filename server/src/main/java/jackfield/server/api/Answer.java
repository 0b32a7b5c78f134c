package jackfield.server.api;

import java.util.Map;

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
}
