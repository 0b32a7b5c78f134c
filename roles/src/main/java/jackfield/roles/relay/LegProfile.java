package jackfield.roles.relay;

/// What the peer of a leg speaks, and so the shape of the SDP it is given.
///
/// @param security how its media is protected
/// @param ice whether ICE runs towards it (RFC 8445)
/// @param rtcpMux whether RTP and RTCP share a port in our offers (RFC 5761)
/// @param feedback AVPF rather than AVP (RFC 4585)
/// @param bundle whether our offers carry a BUNDLE group and mids (RFC 9143)
/// @param options terms beside that
public record LegProfile(
        Security security,
        boolean ice,
        boolean rtcpMux,
        boolean feedback,
        boolean bundle,
        LegOptions options) {
    /// A shape without special terms.
    public LegProfile(
            Security security, boolean ice, boolean rtcpMux, boolean feedback, boolean bundle) {
        this(security, ice, rtcpMux, feedback, bundle, LegOptions.NONE);
    }

    /// The same shape on these terms.
    public LegProfile on(LegOptions terms) {
        return new LegProfile(security, ice, rtcpMux, feedback, bundle, terms);
    }

    /// How media is protected.
    public enum Security {
        /// RTP as it is.
        PLAIN,
        /// RTP as it is, with keys beside it for a peer that would rather be protected (RFC 8643).
        EITHER,
        /// Keys in the SDP (RFC 4568).
        SDES,
        /// Keys from a DTLS handshake (RFC 5763); never beside SDES.
        DTLS
    }

    /// A browser: ICE, DTLS-SRTP, rtcp-mux, BUNDLE.
    public static final LegProfile BROWSER = new LegProfile(Security.DTLS, true, true, true, true);

    /// A SIP phone, PBX or trunk with plain RTP.
    public static final LegProfile SIP = new LegProfile(Security.PLAIN, false, false, false, false);

    /// A SIP phone of which nothing is known: plain RTP, or SRTP by SDES if it wants.
    public static final LegProfile SIP_EITHER =
            new LegProfile(Security.EITHER, false, false, false, false);

    /// A SIP phone with SRTP by SDES.
    public static final LegProfile SIP_SDES =
            new LegProfile(Security.SDES, false, false, false, false);
}
