package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What strangers send instead of messages.
class MangledMessagesTest {
    /// Messages of real clients with a few characters changed, to a core with calls and rooms: it
    /// never throws, and what it holds stays bounded and goes away.
    @Test
    void mangledMessagesDoNoHarm() {
        String[] seeds = {
            Desk.offer("bob", "c1", "video"),
            "{'type':'call-answer','toId':'alice','callId':'c1','answer':{'type':'answer','sdp':'v'}}",
            "{'type':'ice-candidate','toId':'bob','candidate':{'candidate':'x','sdpMid':'0'}}",
            "{'type':'ice-candidate','toId':'bob','callId':'c1','candidates':[{'candidate':''}]}",
            "{'type':'call-reject','toId':'alice','callId':'c1'}",
            "{'type':'call-busy','toId':'alice','callId':'c1'}",
            "{'type':'call-end','toId':'bob','callId':'c1'}",
            "{'type':'call-renegotiate','toId':'bob','callId':'c1','offer':{'sdp':'v'}}",
            "{'type':'presence-subscribe','users':['bob','carol']}",
            "{'type':'room-join','room':'r'}",
            "{'type':'message','room':'r','text':'x'}",
            "{'type':'room-leave','room':'r'}",
            "{'type':'message','toId':'bob','text':'x','id':'1'}",
            "{'type':'settings','callWaiting':true,'away':true}",
            "{'type':'auth','token':'t-bob','device':'x'}"
        };
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Desk desk = new Desk();
            Desk.Client[] clients = {
                desk.device("alice", "a"), desk.device("bob", "b"), desk.device("bob", "b2")
            };
            for (int i = 0; i < 150; i++) {
                String text = seeds[random.nextInt(seeds.length)];
                int changes = random.nextInt(3);
                for (int c = 0; c < changes; c++) {
                    int at = random.nextInt(text.length());
                    text =
                            text.substring(0, at)
                                    + (char) (32 + random.nextInt(95))
                                    + text.substring(at + random.nextInt(2));
                }
                clients[random.nextInt(clients.length)].says(text);
                if (random.nextInt(20) == 0) {
                    desk.wait(1 + random.nextInt(20));
                }
                assertTrue(desk.core().sizes().get("calls") <= 24, "seed " + seed);
            }
            for (Desk.Client client : clients) {
                client.drops();
            }
            desk.wait(200);
            assertEquals(0, desk.core().sizes().get("calls"), "seed " + seed);
            assertEquals(0, desk.core().sizes().get("devices"), "seed " + seed);
            assertEquals(0, desk.core().sizes().get("rooms"), "seed " + seed);
        }
    }
}
