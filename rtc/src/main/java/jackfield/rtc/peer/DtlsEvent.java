package jackfield.rtc.peer;

import jackfield.rtc.dtls.Dtls;

/// What the DTLS implementation said on a thread of its own, made a value so that the owner can
/// carry it over to the shard and hand it to [PeerTransport#receive(DtlsEvent, long,
/// jackfield.base.Outbox)].
public sealed interface DtlsEvent {
    /// Which association said it: an earlier one is not listened to any more.
    int association();

    /// A datagram for the peer.
    @SuppressWarnings("ArrayRecordComponent") // a datagram on its way out, never compared
    record Datagram(int association, byte[] bytes) implements DtlsEvent {}

    /// There are keys.
    record Established(int association, Dtls.Keys keys) implements DtlsEvent {}

    /// There will be no keys.
    record Failed(int association, String why) implements DtlsEvent {}

    /// The peer said close_notify.
    record Closed(int association) implements DtlsEvent {}
}
