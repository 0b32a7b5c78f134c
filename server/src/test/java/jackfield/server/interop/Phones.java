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
    /// @param more account parameters, `;answermode=auto`; G.711 is its sound format unless
    ///   `;audio_codecs=` says another
    static Baresip registered(
            Path folder, Node node, String user, String transport, int toneHz, String more) {
        return registered(folder, node, user, transport, toneHz, more, Map.of());
    }

    /// The same with further lines of configuration.
    static Baresip registered(
            Path folder,
            Node node,
            String user,
            String transport,
            int toneHz,
            String more,
            Map<String, String> settings) {
        String codecs =
                more.contains("audio_codecs=") ? "" : ";audio_codecs=PCMU/8000/1,PCMA/8000/1";
        String account =
                "<sip:%s@%s;transport=%s>;auth_pass=%s;regint=300%s%s"
                        .formatted(
                                user,
                                node.address(),
                                transport,
                                node.demoPassword(user),
                                codecs,
                                more);
        Baresip phone =
                Baresip.start(
                        folder.resolve("baresip-" + user + "-" + transport + "-" + toneHz),
                        new Baresip.Setup(account, Addresses.next(), toneHz, settings));
        try {
            phone.awaitRegistered();
        } catch (AssertionError e) {
            phone.close();
            throw e;
        }
        return phone;
    }
}
