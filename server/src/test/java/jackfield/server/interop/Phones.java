package jackfield.server.interop;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import java.nio.file.Path;
import java.util.Map;

/// SIP phones that are registered with a node.
final class Phones {
    private Phones() {}

    /// A baresip signed in as a demo user; returns once it is registered.
    ///
    /// @param transport `udp`, `tcp` or `tls`
    /// @param more account parameters, `;answermode=auto`
    static Baresip registered(
            Path folder, Node node, String user, String transport, int toneHz, String more) {
        String account =
                "<sip:%s@%s;transport=%s>;auth_pass=%s;regint=300;audio_codecs=PCMU/8000/1,PCMA/8000/1%s"
                        .formatted(user, node.address(), transport, node.demoPassword(user), more);
        Baresip phone =
                Baresip.start(
                        folder.resolve("baresip-" + user + "-" + transport + "-" + toneHz),
                        new Baresip.Setup(account, Addresses.next(), toneHz, Map.of()));
        try {
            phone.awaitRegistered();
        } catch (AssertionError e) {
            phone.close();
            throw e;
        }
        return phone;
    }
}
