package jackfield.roles.signalling;

import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import org.junit.jupiter.api.Test;

/// A proxy before us forks, and more than one branch ends at us (RFC 3261 section 8.2.2.2).
class MergedRequestTest {
    private final Ladder ladder = new Ladder();
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    @Test
    void whatComesByTwoWaysIsAnsweredOnce() {
        Request asked = bob.request(Method.OPTIONS, "sip:10.0.0.1", "<sip:10.0.0.1>", "once", 1);
        Request sent = bob.sends(asked);
        bob.receives(200);
        bob.repeats(sent);
        bob.receives(200);
        bob.sends(asked);
        bob.receives(482);
        bob.sends(bob.request(Method.OPTIONS, "sip:10.0.0.1", "<sip:10.0.0.1>", "once", 2));
        bob.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void onceItsTransactionIsOverItIsAnotherRequest() {
        Request asked = bob.request(Method.OPTIONS, "sip:10.0.0.1", "<sip:10.0.0.1>", "once", 1);
        bob.sends(asked);
        bob.receives(200);
        ladder.seconds(40);
        bob.sends(asked);
        bob.receives(200);
        ladder.assertQuiet();
    }
}
