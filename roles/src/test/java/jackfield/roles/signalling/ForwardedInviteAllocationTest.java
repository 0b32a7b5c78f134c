package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.media.AllocatedBytes;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Via;
import jackfield.sip.message.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What one forwarded INVITE of 1.5 kB may cost in heap bytes: from the datagram to the datagrams,
/// with the digest checked, the call and both transactions opened, two Record-Routes signed, and
/// the log line. Bytes, not time: the same on every machine.
class ForwardedInviteAllocationTest {
    /// So many calls, and the compiler has seen which objects live for a moment only; on a busy
    /// machine it says so some thousands later.
    private static final int WARM = 3000;

    private static final int MOST_WARM = 40_000;
    private static final int ROUNDS = 31;
    private static final int MOST = 34_000;

    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.phone("alice", "10.0.0.2:5060");
    private final Party bob = ladder.phone("bob", "10.0.0.3:5060");
    private int calls;

    @Test
    void aForwardedInviteCostsLittleMoreThanItsCopy() throws Throwable {
        long median = Long.MAX_VALUE;
        while (median >= MOST && calls < MOST_WARM) {
            for (int i = 0; i < WARM; i++) {
                refusedCall();
            }
            median = median();
        }
        assertThat(median).isLessThan(MOST);
    }

    private long median() throws Throwable {
        long[] used = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            used[i] = refusedCall();
        }
        Arrays.sort(used);
        return used[ROUNDS / 2];
    }

    /// A call that bob refuses; gives what the node allocated from the INVITE with credentials to
    /// its 100 and bob's INVITE.
    private long refusedCall() throws Throwable {
        if (calls % 10 == 0) {
            ladder.seconds(40);
            bob.registers();
        }
        Request bare = invite();
        Request first = alice.sends(bare);
        Response challenge = alice.receives(407);
        alice.acknowledges(first, challenge);
        Request proved =
                alice.proves(bare.with(HeaderName.CSEQ, "2 INVITE"), challenge)
                        .push(
                                Via.of(
                                                alice.flow.transport(),
                                                "10.0.0.2",
                                                5060,
                                                "z9hG4bK-524287-1---again" + calls)
                                        .with("rport", null));
        byte[] wire = Writer.write(proved);
        assertThat(wire.length).isBetween(1_400, 1_600);
        List<SignallingOutput> out = new ArrayList<>(16);

        long before = AllocatedBytes.now();
        ladder.core.receive(wire, alice.flow, ladder.now, out::add);
        long used = AllocatedBytes.now() - before;

        out.forEach(ladder::perform);
        alice.receives(100);
        Request offered = bob.receives(Method.INVITE);
        bob.answers(offered, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(proved, alice.receives(486));
        return used;
    }

    private Request invite() {
        String sdp = Party.OFFER + "a=candidate:1 1 UDP 2130706431\r\n".repeat(20);
        Request invite =
                alice.invite("bob", sdp)
                        .with(
                                HeaderName.CALL_ID,
                                "84c1b2e0-7f55-4c1d-9d07-" + calls++ + "@10.0.0.2");
        return invite.with(
                invite.headers()
                        .add(HeaderName.ALLOW, "INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY")
                        .add(HeaderName.SUPPORTED, "replaces, outbound, gruu, path, timer")
                        .add(HeaderName.USER_AGENT, "Example-Phone/4.2.1 (build 20260114)")
                        .add(HeaderName.SESSION_EXPIRES, "1800;refresher=uac")
                        .add(HeaderName.of("X-Account"), "0042"));
    }
}
