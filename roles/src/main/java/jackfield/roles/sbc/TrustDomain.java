package jackfield.roles.sbc;

import jackfield.base.Endpoint;
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

    /// @param trusted peers by their networks
    public TrustDomain(Map<Network, Peer> trusted) {
        trusted.forEach(peers::put);
    }

    /// The peer at an address; null for everybody else.
    public @Nullable Peer peer(Endpoint address) {
        return peers.size() == 0 ? null : peers.find(address);
    }

    /// The message as it may be believed: without identities that a stranger asserts (RFC 3325
    /// section 5).
    public Message entering(Message message, Flow flow) {
        Headers headers = message.headers();
        boolean asserts =
                headers.has(HeaderName.P_ASSERTED_IDENTITY)
                        || headers.has(HeaderName.P_PREFERRED_IDENTITY)
                        || headers.has(HeaderName.REMOTE_PARTY_ID);
        return asserts && peer(flow.client()) == null ? without(message) : message;
    }

    /// The message as it may be sent on: a caller who asks for privacy is not named outside the
    /// trust domain (RFC 3325 section 7).
    public Message leaving(Message message, Flow flow) {
        return message.headers().has(HeaderName.P_ASSERTED_IDENTITY)
                        && wantsPrivacy(message)
                        && peer(flow.client()) == null
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
