package jackfield.roles.sbc;

import jackfield.base.Flow;
import jackfield.base.Network;
import jackfield.base.NetworkTable;
import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The hosts that believe each other who a caller is (the Trust Domain of RFC 3325 section 2.3),
/// and what of that passes its border: what strangers assert is taken off as it enters, and whom a
/// caller wants hidden is not named to those outside.
public final class TrustDomain {
    /// Nobody but this node.
    public static final TrustDomain ALONE = new TrustDomain(Map.of());

    private final NetworkTable<Peer> peers = new NetworkTable<>();
    private final Map<String, Peer> proven = new HashMap<>();
    private final PeerIdentities identities;

    /// @param trusted peers by their networks
    public TrustDomain(Map<Network, Peer> trusted) {
        this(trusted, Map.of(), PeerIdentities.NONE);
    }

    /// @param trusted peers by their networks
    /// @param domains peers by the domain that they prove by a certificate (RFC 5922)
    /// @param identities tells what the peer of a flow has proven
    public TrustDomain(
            Map<Network, Peer> trusted, Map<String, Peer> domains, PeerIdentities identities) {
        trusted.forEach(peers::put);
        domains.forEach((domain, peer) -> proven.put(domain.toLowerCase(Locale.ROOT), peer));
        this.identities = identities;
    }

    /// The peer on a flow; null for everybody else. What a certificate proves counts before the
    /// address, which many may share.
    public @Nullable Peer peer(Flow flow) {
        Peer peer = byCertificate(flow);
        return peer != null || peers.size() == 0 ? peer : peers.find(flow.client());
    }

    /// True where the peer on a flow is trusted for what it has proven, and not for its address.
    public boolean isProven(Flow flow) {
        return byCertificate(flow) != null;
    }

    /// A certificate may prove several domains: the first by name is taken.
    private @Nullable Peer byCertificate(Flow flow) {
        if (proven.isEmpty() || !flow.transport().secure()) {
            return null;
        }
        String first = null;
        for (String domain : identities.of(flow).domains()) {
            if (proven.containsKey(domain) && (first == null || domain.compareTo(first) < 0)) {
                first = domain;
            }
        }
        return first == null ? null : proven.get(first);
    }

    /// The message as it may be believed: without identities that a stranger asserts (RFC 3325
    /// section 5).
    public Message entering(Message message, Flow flow) {
        Headers headers = message.headers();
        boolean asserts =
                headers.has(HeaderName.P_ASSERTED_IDENTITY)
                        || headers.has(HeaderName.P_PREFERRED_IDENTITY)
                        || headers.has(HeaderName.REMOTE_PARTY_ID);
        return asserts && peer(flow) == null ? without(message) : message;
    }

    /// The message as it may be sent on: a caller who asks for privacy is not named outside the
    /// trust domain (RFC 3325 section 7).
    public Message leaving(Message message, Flow flow) {
        return message.headers().has(HeaderName.P_ASSERTED_IDENTITY)
                        && wantsPrivacy(message)
                        && peer(flow) == null
                ? without(message)
                : message;
    }

    private static boolean wantsPrivacy(Message message) {
        for (String value : message.headers().all(HeaderName.PRIVACY)) {
            if (!value.strip().equalsIgnoreCase("none")) {
                return true;
            }
        }
        return message instanceof Request request
                && request.headers().from().uri() instanceof SipUri from
                && from.host().toLowerCase(Locale.ROOT).endsWith(".invalid");
    }

    private static Message without(Message message) {
        Headers headers =
                message.headers()
                        .without(HeaderName.P_ASSERTED_IDENTITY)
                        .without(HeaderName.P_PREFERRED_IDENTITY)
                        .without(HeaderName.REMOTE_PARTY_ID);
        return switch (message) {
            case Request request -> request.with(headers);
            case Response response -> response.with(headers);
        };
    }

    /// The request of a user who proved to be `sender`, saying so (RFC 3325 section 5).
    public static Request asserting(Request request, AddressOfRecord sender) {
        return request.with(
                request.headers().with(HeaderName.P_ASSERTED_IDENTITY, "<" + sender.uri() + ">"));
    }
}
