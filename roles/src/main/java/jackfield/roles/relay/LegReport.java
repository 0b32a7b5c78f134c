package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.StreamSnapshot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A leg as the API shows it.
///
/// @param tag the party's tag; empty before it is known
/// @param branch the fork, or empty for the offerer
/// @param profile `browser`, `sip`, `sip-sdes`
/// @param local where we receive
/// @param signalled the address in the peer's SDP
/// @param learnt the address its packets come from; null before the first good one
/// @param ice `none`, `checking`, `connected`, `failed`
/// @param dtls `none`, `handshake`, `established`, `failed: why`
/// @param packetsIn good RTP packets from the peer
/// @param packetsOut RTP packets to the peer
/// @param bytesIn bytes of those
/// @param bytesOut bytes of those
/// @param drops packets dropped, by reason
/// @param lastPacketNs when the last good packet came (ns since the node started), 0 for never
/// @param sdpIn the last SDP the peer sent
/// @param sdpOut the last SDP we sent the peer
/// @param verdict in words, why audio is missing from this peer; empty when it is not
/// @param details what else is known
public record LegReport(
        String tag,
        String branch,
        String profile,
        Endpoint local,
        @Nullable Endpoint signalled,
        @Nullable Endpoint learnt,
        String ice,
        String dtls,
        long packetsIn,
        long packetsOut,
        long bytesIn,
        long bytesOut,
        Map<String, Long> drops,
        long lastPacketNs,
        String sdpIn,
        String sdpOut,
        String verdict,
        Details details) {
    /// A report without details.
    public LegReport(
            String tag,
            String branch,
            String profile,
            Endpoint local,
            @Nullable Endpoint signalled,
            @Nullable Endpoint learnt,
            String ice,
            String dtls,
            long packetsIn,
            long packetsOut,
            long bytesIn,
            long bytesOut,
            Map<String, Long> drops,
            long lastPacketNs,
            String sdpIn,
            String sdpOut,
            String verdict) {
        this(
                tag,
                branch,
                profile,
                local,
                signalled,
                learnt,
                ice,
                dtls,
                packetsIn,
                packetsOut,
                bytesIn,
                bytesOut,
                drops,
                lastPacketNs,
                sdpIn,
                sdpOut,
                verdict,
                Details.NONE);
    }

    /// What else is known of a leg.
    ///
    /// @param pairs the pairs that ICE has tried, with what came of it
    /// @param srtp how its media is protected: `none`, `no keys yet`, or the name of the profile
    /// @param streams its `m=` lines: packets, loss, jitter, round trip, MOS (in
    ///   [StreamSnapshot#quality]), SSRC, drops and verdict of each
    /// @param verdictCode the verdict as a word that never changes: `never-heard`, `fine`
    /// @param trouble whether the verdict names something that is wrong
    /// @param recording how the call's recording is: `running`, `paused`, `ended: why`; empty where
    ///   there is none
    public record Details(
            List<String> pairs,
            String srtp,
            List<StreamSnapshot> streams,
            String verdictCode,
            boolean trouble,
            String recording) {
        /// Of a call that is not recorded here.
        public Details(
                List<String> pairs,
                String srtp,
                List<StreamSnapshot> streams,
                String verdictCode,
                boolean trouble) {
            this(pairs, srtp, streams, verdictCode, trouble, "");
        }

        /// Nothing is known.
        public static final Details NONE =
                new Details(List.of(), "none", List.of(), "fine", false, "");

        public Details {
            pairs = List.copyOf(pairs);
            streams = List.copyOf(streams);
        }
    }

    /// The leg's first voice, else its first stream; null where it has none.
    public @Nullable StreamSnapshot voice() {
        for (StreamSnapshot each : details.streams()) {
            if (each.kind().equals("audio")) {
                return each;
            }
        }
        return details.streams().isEmpty() ? null : details.streams().getFirst();
    }

    /// Whether the verdict names something that is wrong.
    public boolean isTroubled() {
        return !trouble().isEmpty();
    }

    /// The verdict where it names something that is wrong; empty otherwise. It stands beside those
    /// of other legs, so the address is before it where the sentence itself does not say whose it
    /// is.
    public String trouble() {
        boolean wrong = details.trouble() || details.verdictCode().equals("fine");
        Endpoint at = learnt == null ? signalled : learnt;
        if (!wrong || verdict.isEmpty()) {
            return "";
        }
        return at == null || verdict.contains(at.host()) ? verdict : at + ": " + verdict;
    }
}
