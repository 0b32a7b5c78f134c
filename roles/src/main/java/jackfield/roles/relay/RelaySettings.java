package jackfield.roles.relay;

import jackfield.base.Endpoint;
import java.util.List;

/// What relay control knows of the node it runs in.
///
/// @param mostCalls the most calls at once
/// @param mostLoad above this no new call is taken
/// @param interfaces where peers are reached from, at least one; the first is the usual one. Of
///   several media shards, those of the first
/// @param fingerprint SHA-256 of our DTLS certificate: `AB:CD:…`
/// @param transcoding whether voices are translated
/// @param longestPromptMs after how long any prompt ends
public record RelaySettings(
        int mostCalls,
        Load mostLoad,
        List<LogicalInterface> interfaces,
        String fingerprint,
        TranscodeSettings transcoding,
        long longestPromptMs) {
    /// An hour.
    public static final long LONGEST_PROMPT_MS = 3_600_000;

    public RelaySettings {
        interfaces = List.copyOf(interfaces);
        if (interfaces.isEmpty()) {
            throw new IllegalArgumentException("a relay without an interface");
        }
    }

    /// A node with one interface.
    ///
    /// @param browserSocket the socket that all browsers share, as the media shard knows it
    /// @param browserAddresses where browsers reach it, best first; never unspecified
    public RelaySettings(
            int mostCalls,
            long browserSocket,
            List<Endpoint> browserAddresses,
            String fingerprint) {
        this(
                mostCalls,
                Load.UNLIMITED,
                List.of(new LogicalInterface("", browserSocket, browserAddresses, null)),
                fingerprint);
    }

    /// With the usual transcoding.
    public RelaySettings(
            int mostCalls, Load mostLoad, List<LogicalInterface> interfaces, String fingerprint) {
        this(
                mostCalls,
                mostLoad,
                interfaces,
                fingerprint,
                TranscodeSettings.DEFAULT,
                LONGEST_PROMPT_MS);
    }

    /// The same with other transcoding.
    public RelaySettings with(TranscodeSettings other) {
        return new RelaySettings(
                mostCalls, mostLoad, interfaces, fingerprint, other, longestPromptMs);
    }
}
