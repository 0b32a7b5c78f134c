package jackfield.rtc.peer;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.sdp.Fingerprint;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the peer's SDP says of its transport. Its candidates are told one by one.
///
/// @param ice its `a=ice-ufrag` and `a=ice-pwd`
/// @param iceLite whether it has `a=ice-lite`
/// @param fingerprints its `a=fingerprint` lines; never empty
/// @param ourRole who we are in the handshake, after both `a=setup` (RFC 5763 section 5)
/// @param tlsId its `a=tls-id` (RFC 8842); null where it has none
public record PeerDescription(
        IceCredentials ice,
        boolean iceLite,
        List<Fingerprint> fingerprints,
        Dtls.Role ourRole,
        @Nullable String tlsId) {
    private static final List<String> PREFERENCE =
            List.of("sha-256", "sha-384", "sha-512", "sha-224", "sha-1");

    public PeerDescription {
        fingerprints = List.copyOf(fingerprints);
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("no a=fingerprint: there is nothing to trust");
        }
    }

    boolean vouchesFor(byte[] certificate) {
        return vouch(fingerprints, certificate);
    }

    /// True if the certificate (DER) is one that an SDP with these `a=fingerprint` lines vouches
    /// for. Only the lines with the hash function we like best count (RFC 8122 section 5), so a
    /// weak one beside a strong one opens nothing.
    public static boolean vouch(List<Fingerprint> fingerprints, byte[] certificate) {
        for (String hash : PREFERENCE) {
            List<Fingerprint> those =
                    fingerprints.stream().filter(each -> each.hash().equals(hash)).toList();
            if (!those.isEmpty()) {
                return those.stream().anyMatch(each -> each.matches(certificate));
            }
        }
        return false;
    }

    /// True where an association made under `earlier` goes on under this one (RFC 8842 section 4):
    /// an ICE restart alone ends none.
    boolean keepsAssociationOf(PeerDescription earlier) {
        boolean sameId = tlsId == null || earlier.tlsId == null || tlsId.equals(earlier.tlsId);
        return sameId && Set.copyOf(fingerprints).equals(Set.copyOf(earlier.fingerprints));
    }
}
