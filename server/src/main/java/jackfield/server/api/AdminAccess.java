package jackfield.server.api;

import jackfield.server.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets the administrator in: `Authorization: Bearer TOKEN`, or Basic with the user `admin` and the
/// token as password, so that a browser can ask for it.
public final class AdminAccess {
    private final Secrets secrets;

    /// @param secrets know the token
    public AdminAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    /// The answer, for one who has the token; 401 for everybody else.
    ///
    /// @param authorization the Authorization header field; null where there is none
    public Answer guarded(@Nullable String authorization, Supplier<Answer> answer) {
        if (authorization != null && isAdmin(authorization)) {
            return answer.get();
        }
        Answer refused =
                Answer.error(
                        401, "the token of the data folder's admin.token is wanted, as Bearer");
        Map<String, String> headers = new LinkedHashMap<>(refused.headers());
        headers.put("www-authenticate", "Basic realm=\"jackfield admin\", charset=\"UTF-8\"");
        return new Answer(401, headers, refused.body());
    }

    private boolean isAdmin(String authorization) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return secrets.isAdminToken(authorization.substring(7).strip());
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                byte[] pair = Base64.getDecoder().decode(authorization.substring(6).strip());
                String text = new String(pair, StandardCharsets.UTF_8);
                return text.startsWith("admin:") && secrets.isAdminToken(text.substring(6));
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }
        return false;
    }
}
