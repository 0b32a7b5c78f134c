package jackfield.rtc.srtp;

/// One way to protect packets with one set of session keys. Works on the packet in the workspace,
/// and knows nothing of windows and counters. Each answer is the new length, or
/// [SrtpDrop#AUTHENTICATION].
sealed interface Transform permits AesCmTransform, AesGcmTransform {
    /// The E bit of the SRTCP index word: the packet is encrypted.
    int ENCRYPTED = 1 << 31;

    /// Bytes of an RTP header that names no sources: where an RTCP packet's clear part ends, too.
    int RTCP_CLEAR = 8;

    /// Protects an RTP packet whose header ends at `header`.
    int sealRtp(SrtpWorkspace work, int header, int length, int ssrc, long index);

    /// Undoes [#sealRtp].
    int openRtp(SrtpWorkspace work, int header, int length, int ssrc, long index);

    /// Protects a compound RTCP packet, and appends `index` with the E bit.
    int sealRtcp(SrtpWorkspace work, int length, int ssrc, int index);

    /// Undoes [#sealRtcp]; accepts packets that are authenticated only (E bit 0).
    int openRtcp(SrtpWorkspace work, int length, int ssrc);

    /// The word with E bit and index of a protected RTCP packet.
    int rtcpWord(SrtpWorkspace work, int length);

    /// Bytes that protecting adds to RTP.
    int rtpOverhead();

    /// Bytes that protecting adds to RTCP.
    int rtcpOverhead();

    /// Touches the memory that the next packet wants; the sum means nothing.
    long fetch();
}
