package jackfield.rtc.sdp;

/// A line we do not act on, kept as it came: `b=AS:64`, `i=…`, `t=0 0` (RFC 8866 section 5).
///
/// @param type the letter before the `=`
/// @param value what follows it
public record Line(char type, String value) {
    public Line {
        SdpText.requireOneLine(value);
    }

    @Override
    public String toString() {
        return type + "=" + value;
    }
}
