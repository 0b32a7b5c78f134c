package jackfield.rtc.sdp;

/// A user name fragment and its password (RFC 8839 section 5.4).
///
/// @param ufrag 4 to 256 characters
/// @param pwd 22 to 256 characters; secret
public record IceCredentials(String ufrag, String pwd) {
    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }
}
