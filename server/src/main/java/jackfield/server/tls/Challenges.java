package jackfield.server.tls;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The proofs that an ACME server comes to fetch over HTTP (RFC 8555 section 8.3). For any thread.
public final class Challenges {
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();

    /// What is answered at `/.well-known/acme-challenge/{token}`; empty for a token that we were
    /// not given.
    public Optional<String> answer(String token) {
        return Optional.ofNullable(authorizations.get(token));
    }

    void expect(String token, String authorization) {
        authorizations.put(token, authorization);
    }

    void forget(String token) {
        authorizations.remove(token);
    }
}
