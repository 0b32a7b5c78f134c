package jackfield.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.auth.TokenVerdict.Fault;
import jackfield.sip.auth.TokenVerdict.Invalid;
import jackfield.sip.auth.TokenVerdict.Valid;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionBearerTest {
    private static final Set<String> USERS = Set.of("alice", "carol@other.example");

    private final SessionTokens sessions = new SessionTokens(new byte[32]);
    private final SessionBearer bearer =
            new SessionBearer(sessions, USERS::contains, "example.org");

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
    void aUserWhoIsGoneHasNone() {
        assertThat(bearer.verify(sessions.make("dave", 100), 0))
                .isEqualTo(new Invalid(Fault.NO_USER));
    }

    @Test
    void whatOthersSignedIsForgedAndWhatIsNoneOfOursIsForAnIssuer() {
        String theirs = new SessionTokens(new byte[] {1}).make("alice", 100);
        assertThat(bearer.verify(theirs, 0)).isEqualTo(new Invalid(Fault.FORGED));
        assertThat(bearer.verify("eyJh.eyJz.c2ln", 0)).isEqualTo(new Invalid(Fault.MALFORMED));
    }
}
