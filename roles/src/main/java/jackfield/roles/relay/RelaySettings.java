package jackfield.roles.relay;

import jackfield.base.Endpoint;
import java.util.List;

/// What relay control knows of the node it runs in.
///
/// @param mostCalls the most calls at once
/// @param browserSocket the socket that all browsers share, as the media shard knows it
/// @param browserAddresses where browsers reach it, best first; never unspecified
/// @param fingerprint SHA-256 of our DTLS certificate: `AB:CD:…`
/// @param transcoding whether voices are translated
public record RelaySettings(
        int mostCalls,
        long browserSocket,
        List<Endpoint> browserAddresses,
        String fingerprint,
        TranscodeSettings transcoding) {
    /// With the usual transcoding.
    public RelaySettings(
            int mostCalls,
            long browserSocket,
            List<Endpoint> browserAddresses,
            String fingerprint) {
        this(mostCalls, browserSocket, browserAddresses, fingerprint, TranscodeSettings.DEFAULT);
    }

    public RelaySettings {
        browserAddresses = List.copyOf(browserAddresses);
        if (browserAddresses.isEmpty()
                || browserAddresses.stream().anyMatch(Endpoint::isUnspecified)) {
            throw new IllegalArgumentException("browsers need addresses: " + browserAddresses);
        }
    }
}
