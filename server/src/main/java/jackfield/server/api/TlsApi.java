package jackfield.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The handlers below `/api/tls`: the certificates of the node.
public final class TlsApi {
    private final AdminAccess access;
    private final TlsView tls;

    /// The handlers for the certificates of `tls`.
    public TlsApi(AdminAccess access, TlsView tls) {
        this.access = access;
        this.tls = tls;
    }

    /// `GET /api/tls`.
    public Answer state(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(shown()));
    }

    /// `POST /api/tls/reload`: 200, or 422 when a file could not be taken.
    public Answer reload(@Nullable String authorization) {
        return access.guarded(
                authorization,
                () -> {
                    List<String> problems = tls.reload();
                    return problems.isEmpty()
                            ? Answer.ok(shown())
                            : Answer.error(422, String.join("; ", problems));
                });
    }

    /// `POST /api/tls/renew`: 202, for an order takes its time; 409 without an ACME server.
    public Answer renew(@Nullable String authorization) {
        return access.guarded(
                authorization,
                () ->
                        tls.renew()
                                ? new Answer(202, Answer.ok(shown()).headers(), "{}")
                                : Answer.error(409, "there is no ACME server: set acme.directory"));
    }

    private Map<String, Object> shown() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("certificates", tls.certificates());
        tls.acme().ifPresent(acme -> state.put("acme", acme));
        return state;
    }
}
