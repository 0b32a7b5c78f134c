package jackfield.roles.signalling;

import jackfield.base.Transport;
import jackfield.testkit.TortureMessage;
import org.junit.jupiter.api.Test;

class TortureTest {
    @Test
    void look() {
        for (int rfc : new int[] {4475, 5118}) {
            for (TortureMessage m : TortureMessage.all(rfc)) {
                for (var kind : TortureRoom.Sender.values()) {
                    StringBuilder b = new StringBuilder();
                    for (Transport t : new Transport[] {Transport.UDP, Transport.TCP, Transport.WS}) {
                        TortureRoom room = new TortureRoom(kind, t, rfc == 5118);
                        String left = "";
                        try {
                            room.send(m.bytes());
                            room.settle();
                            room.assertNothingIsLeft();
                        } catch (Throwable e) { left = " !!" + e; }
                        b.append(" | ").append(room.answered()).append(room.forwarded.isEmpty() ? "" : " (fwd " + room.forwarded.size() + room.forwarded.getFirst().uri()+")").append(room.broken == null ? "" : " broken").append(left.lines().reduce("", String::concat));
                    }
                    System.out.println("TT " + m.name() + " " + kind + b);
                }
            }
        }
    }
}
