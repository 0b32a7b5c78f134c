package jackfield.rtc.srtp;

/// The session keys of one direction, for RTP or for RTCP (RFC 3711 section 4.3, RFC 7714 section
/// 11).
@SuppressWarnings("ArrayRecordComponent") // key material: handed over once, never compared
record SessionKeys(byte[] cipherKey, byte[] authenticationKey, byte[] salt) {
    private static final int HMAC_KEY = 20;

    /// Labels 0 to 2.
    static SessionKeys forRtp(SrtpProfile profile, byte[] key, byte[] salt, SrtpWorkspace work) {
        return derive(profile, key, salt, 0, work);
    }

    /// Labels 3 to 5.
    static SessionKeys forRtcp(SrtpProfile profile, byte[] key, byte[] salt, SrtpWorkspace work) {
        return derive(profile, key, salt, 3, work);
    }

    private static SessionKeys derive(
            SrtpProfile profile, byte[] key, byte[] salt, int label, SrtpWorkspace work) {
        var function = new AesCounterMode(key, salt, work);
        return new SessionKeys(
                function.derive(work, label, profile.keyBytes()),
                function.derive(work, label + 1, HMAC_KEY),
                function.derive(work, label + 2, profile.saltBytes()));
    }

    @Override
    public String toString() {
        return "SessionKeys";
    }
}
