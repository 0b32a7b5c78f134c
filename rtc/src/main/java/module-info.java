/// Media transport without sockets: SDP, STUN, ICE, DTLS behind a port, SRTP, RTP, RTCP. Knows no
/// SIP.
module jackfield.rtc {
    requires transitive jackfield.base;
    requires static transitive org.jspecify;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.tls;
    requires org.bouncycastle.util;

    exports jackfield.rtc.dtls.bc;
    exports jackfield.rtc.dtls;
    exports jackfield.rtc.ice;
    exports jackfield.rtc.mux;
    exports jackfield.rtc.peer;
    exports jackfield.rtc.quality;
    exports jackfield.rtc.rtcp;
    exports jackfield.rtc.rtp;
    exports jackfield.rtc.sdp;
    exports jackfield.rtc.srtp;
    exports jackfield.rtc.stun;
    exports jackfield.rtc.turn;
}
