package jackfield.server.api;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the bodies of requests.
final class JsonBody {
    private JsonBody() {}

    /// The answer to a body that is a JSON object; 415 or 400 for any other.
    ///
    /// @param contentType must say JSON, which a form of another site cannot send unasked
    static Answer read(
            @Nullable String contentType, byte[] body, Function<JsonNode, Answer> answer) {
        if (contentType == null || !contentType.startsWith("application/json")) {
            return Answer.error(415, "send application/json");
        }
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException notJson) {
            return Answer.error(400, "the body is not JSON");
        }
        return json.isObject() ? answer.apply(json) : Answer.error(400, "send a JSON object");
    }
}
