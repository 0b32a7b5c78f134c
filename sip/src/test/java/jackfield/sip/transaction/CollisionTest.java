package jackfield.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Branches are a stranger's choice, and so is what a string hash makes of them.
class CollisionTest {
    private static final int BITS = 14;
    private static final int FLOOD = 1 << BITS;

    /// Branches of the same length and the same `String.hashCode`.
    private static String branch(int number) {
        StringBuilder branch = new StringBuilder("z9hG4bK");
        for (int bit = 0; bit < BITS; bit++) {
            branch.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return branch.toString();
    }

    private static Message options(String branch) {
        String text =
                "OPTIONS sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch="
                        + branch
                        + "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: 1\r\n"
                        + "CSeq: 1 OPTIONS\r\n\r\n";
        return Parser.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    @Test
    void aFloodOfBranchesWithOneHashCodeStaysLinear() {
        TransactionLayer layer = new TransactionLayer(new SplittableRandom(7), Timers.DEFAULT);
        List<TransactionId.Server> opened = new ArrayList<>();
        Outbox<TransactionOutput> out =
                output -> {
                    if (output instanceof TransactionOutput.NewRequest request) {
                        opened.add(request.id());
                    }
                };
        for (int i = 0; i < FLOOD; i++) {
            assertThat(branch(i).hashCode()).isEqualTo(branch(0).hashCode());
            layer.receive(options(branch(i)), Messages.UDP, 1, out);
        }
        assertThat(opened).hasSize(FLOOD);
        assertThat(layer.steps()).as("to open").isLessThan(2L * FLOOD);

        long before = layer.steps();
        for (int i = 0; i < FLOOD; i++) {
            layer.receive(options(branch(i)), Messages.UDP, 2, out);
        }
        assertThat(opened).as("repeated ones open nothing").hasSize(FLOOD);
        assertThat(layer.steps() - before).as("to find again").isLessThan(3L * FLOOD);

        before = layer.steps();
        layer.wake(Timers.DEFAULT.timeout() * 3, out);
        layer.wake(Timers.DEFAULT.timeout() * 6, out);
        assertThat(layer.inFlight()).isZero();
        assertThat(layer.steps() - before).as("to take out").isLessThan(3L * FLOOD);
    }

    @Test
    void lookupsOfBranchesThatAreNotOursStayShort() {
        TransactionLayer layer = new TransactionLayer(new SplittableRandom(7), Timers.DEFAULT);
        for (int i = 0; i < FLOOD; i++) {
            assertThat(layer.isOpen(new TransactionId.Client(branch(i), Method.INVITE))).isFalse();
        }
        assertThat(layer.steps()).isZero();
    }

    /// The transactions of a flow come in the order they were opened, also after the table grew.
    @Test
    void aLostFlowEndsWhatRanOnItInOrder() {
        TransactionLayer layer = new TransactionLayer(new SplittableRandom(7), Timers.DEFAULT);
        List<TransactionId> opened = new ArrayList<>();
        List<TransactionId> ended = new ArrayList<>();
        Outbox<TransactionOutput> out =
                output -> {
                    switch (output) {
                        case TransactionOutput.NewRequest request -> opened.add(request.id());
                        case TransactionOutput.Ended(TransactionId id) -> ended.add(id);
                        default -> {}
                    }
                };
        for (int i = 0; i < 1_000; i++) {
            Flow flow = i % 3 == 0 ? Messages.UDP : Messages.WSS;
            layer.receive(options("z9hG4bK" + i), flow, 1, out);
        }
        layer.flowLost(Messages.WSS, 2, out);
        opened.removeIf(id -> ((TransactionId.Server) id).flow() != Messages.WSS.id());
        assertThat(ended).isEqualTo(opened);
        assertThat(layer.inFlight()).isEqualTo(334);
    }
}
