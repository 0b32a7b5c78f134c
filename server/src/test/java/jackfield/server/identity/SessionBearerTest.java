package jackfield.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.auth.TokenVerdict.Fault;
import jackfield.sip.auth.TokenVerdict.Invalid;
import jackfield.sip.auth.TokenVerdict.Valid;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionBearerTest {
    private final Map<String, String> passwords =
            new HashMap<>(Map.of("alice", "a", "carol@other.example", "c"));
    private final SessionTokens sessions = new SessionTokens(new byte[32], passwords::get);
    private final SessionBearer bearer = new SessionBearer(sessions, "example.org");

    @Test
    void aTokenIsWorthItsAccountInItsOwnDomainOnly() {
        assertThat(bearer.verify(sessions.make("alice", 100), 99_999))
                .isEqualTo(new Valid("alice@example.org"));
        assertThat(bearer.verify(sessions.make("carol@other.example", 100), 99_999))
                .isEqualTo(new Valid("carol@other.example"));
    }

    @Test
    void oneThatIsOverIsNoGuess() {
        assertThat(bearer.verify(sessions.make("alice", 100), 100_000))
                .isEqualTo(new Invalid(Fault.EXPIRED));
    }

    @Test
    void aUserWhoIsGoneOrHasAnotherPasswordHasNoneAndIsNoGuesser() {
        String token = sessions.make("alice", 100);
        passwords.put("alice", "another");
        assertThat(bearer.verify(token, 0)).isEqualTo(new Invalid(Fault.EXPIRED));
        passwords.remove("alice");
        assertThat(bearer.verify(token, 0)).isEqualTo(new Invalid(Fault.EXPIRED));
    }

    @Test
    void whatOthersSignedIsForgedAndWhatIsNoneOfOursIsForAnIssuer() {
        String theirs = new SessionTokens(new byte[] {1}, passwords::get).make("alice", 100);
        assertThat(bearer.verify(theirs, 0)).isEqualTo(new Invalid(Fault.FORGED));
        assertThat(bearer.verify("eyJh.eyJz.c2ln", 0)).isEqualTo(new Invalid(Fault.MALFORMED));
    }
}
