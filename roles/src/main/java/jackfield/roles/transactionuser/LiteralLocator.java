package jackfield.roles.transactionuser;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.sip.message.SipUri;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The part of RFC 3263 that needs no DNS: a host that is an address (section 4.1 and 4.2). Names
/// are found nowhere.
public final class LiteralLocator implements Locator {
    private static final int SIP = 5060;
    private static final int SIPS = 5061;

    /// Knows addresses only.
    public LiteralLocator() {}

    @Override
    public void locate(SipUri next, long now, Found found) {
        NextHop server = server(next);
        found.servers(server == null ? List.of() : List.of(server), now);
    }

    /// The server that `uri` names by its address; null where its host is a name, and where its
    /// transport is not one that can be dialled.
    public static @Nullable NextHop server(SipUri uri) {
        Transport transport = transport(uri);
        if (transport == null || transport.webSocket()) {
            return null;
        }
        int usual = transport == Transport.TLS ? SIPS : SIP;
        Endpoint remote = Endpoint.literal(uri.host(), uri.port() == 0 ? usual : uri.port());
        return remote == null ? null : new NextHop(transport, remote, uri.host());
    }

    private static @Nullable Transport transport(SipUri uri) {
        String asked = uri.parameters().get("transport");
        if (asked == null) {
            return uri.secure() ? Transport.TLS : Transport.UDP;
        }
        try {
            Transport named = Transport.valueOf(asked.toUpperCase(Locale.ROOT));
            return uri.secure() && named == Transport.TCP ? Transport.TLS : named;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }
}
