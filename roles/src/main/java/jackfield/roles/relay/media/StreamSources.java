package jackfield.roles.relay.media;

import java.util.List;

/// The sources of a stream, for reports: an SSRC each (RFC 3550 section 3).
///
/// @param heard those of the peer, in the order in which they came
/// @param sent those that the peer hears from us
public record StreamSources(List<Heard> heard, List<Integer> sent) {
    /// None yet.
    public static final StreamSources NONE = new StreamSources(List.of(), List.of());

    public StreamSources {
        heard = List.copyOf(heard);
        sent = List.copyOf(sent);
    }

    /// A source of the peer.
    ///
    /// @param packets good RTP packets
    /// @param bytes of those, as on the wire
    /// @param lost packets that are missing
    /// @param sequence the highest sequence number, 65,536 more for each time it wrapped
    /// @param timestamp of the packet that came last, 0 to 2^32 - 1
    public record Heard(
            int ssrc, long packets, long bytes, long lost, long sequence, long timestamp) {}
}
