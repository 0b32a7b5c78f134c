package jackfield.rtc.peer;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.IceState;

/// What a [PeerTransport] wants done or known.
public sealed interface PeerOutput {
    /// A datagram (STUN or DTLS) to send.
    ///
    /// @param bytes handed over
    /// @param local the socket to send it from
    /// @param remote where to
    @SuppressWarnings("ArrayRecordComponent") // a datagram on its way out, never compared
    record SendPacket(byte[] bytes, Endpoint local, Endpoint remote) implements PeerOutput {}

    /// ICE is in another state. FAILED is not the end: a check of a late peer revives it.
    record Connectivity(IceState state) implements PeerOutput {}

    /// From now on media goes from `local` to `remote`.
    record Selected(Endpoint local, Endpoint remote) implements PeerOutput {}

    /// The peer stopped consenting: no media may be sent until the next [Selected].
    record ConsentLost() implements PeerOutput {}

    /// The handshake is done and the certificate is the one the SDP vouches for. The keys are for
    /// the owner, who makes SRTP contexts of them; any earlier ones are void.
    record Established(Dtls.Keys keys) implements PeerOutput {}

    /// An SRTP or SRTCP packet that came before its keys; follows [Established], in the order of
    /// arrival.
    @SuppressWarnings("ArrayRecordComponent") // a datagram on its way in, never compared
    record EarlyMedia(byte[] packet, Endpoint local, Endpoint remote) implements PeerOutput {}

    /// The peer has a new certificate: the keys are void and no media goes either way until the
    /// next [Established].
    record Rekeying() implements PeerOutput {}

    /// There will be no keys; why, for people.
    record Failed(String why) implements PeerOutput {}

    /// The peer ended the association, as a browser does that closes its connection.
    record Closed() implements PeerOutput {}
}
