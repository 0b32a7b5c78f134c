package jackfield.server.interop;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Phones that are registered with a node: SIP phones, and phone pages.
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

    /// The phone page in a browser of its own, with a demo user signed in.
    static PhonePage page(Path folder, Node node, String user, int toneHz) {
        return PhonePage.open(folder, node.page(), toneHz).signIn(user, node.demoPassword(user));
    }

    /// Ends whatever calls these pages have, and waits until the node has none.
    static void noCallStays(Node node, PhonePage... pages) {
        for (PhonePage page : pages) {
            page.quiet();
        }
        Patience.until(
                "the end of all calls",
                Duration.ofSeconds(30),
                () -> !node.api("/api/calls").contains("callId"),
                () -> node.api("/api/calls"));
    }
}
