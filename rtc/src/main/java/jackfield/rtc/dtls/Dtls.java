package jackfield.rtc.dtls;

import jackfield.rtc.srtp.SrtpProfile;

/// The port to a DTLS implementation: this node's certificate, and the handshakes made with it.
public interface Dtls extends AutoCloseable {
    /// The SHA-256 of our certificate as SDP writes it (RFC 8122): `AB:CD:…`, upper case.
    String fingerprint();

    /// Begins a handshake. Nothing is sent before this returns. `events` are called on a thread of
    /// the implementation, never two at a time for one association.
    Association open(Role role, Events events);

    @Override
    void close();

    /// Who speaks first (RFC 5763 section 5): `a=setup:active` is the client.
    enum Role {
        CLIENT,
        SERVER
    }

    /// One handshake, and the association after it. Its methods may be called on any thread and do
    /// not block.
    interface Association {
        /// A datagram from the peer; the array is handed over. Bad ones are dropped and counted.
        void receive(byte[] datagram);

        /// Ends it, with a close_notify where the handshake is done.
        void close();
    }

    /// What an association tells its owner, who carries it over to its own shard.
    interface Events {
        /// A datagram for the peer, at most 1,200 bytes; the array is handed over.
        void send(byte[] datagram);

        /// The handshake is done and there are keys. The peer's certificate still has to be
        /// compared with the fingerprint in the SDP.
        void established(Keys keys);

        /// There will be no keys; why, for people.
        void failed(String why);

        /// The peer closed the association after it was established.
        void closed();
    }

    /// SRTP master keys and salts (RFC 5764 section 4.2).
    ///
    /// @param profile what was negotiated
    /// @param localKey for what we send
    /// @param localSalt for what we send
    /// @param remoteKey for what the peer sends
    /// @param remoteSalt for what the peer sends
    /// @param peerCertificate DER, to be hashed and compared
    @SuppressWarnings("ArrayRecordComponent") // key material: handed over once, never compared
    record Keys(
            SrtpProfile profile,
            byte[] localKey,
            byte[] localSalt,
            byte[] remoteKey,
            byte[] remoteSalt,
            byte[] peerCertificate) {
        @Override
        public String toString() {
            return "Keys[" + profile + "]";
        }
    }
}
