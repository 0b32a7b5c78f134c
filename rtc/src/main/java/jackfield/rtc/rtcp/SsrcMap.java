package jackfield.rtc.rtcp;

/// Which SSRC stands on the other side for one on this side.
@FunctionalInterface
public interface SsrcMap {
    /// The SSRC to write where `ssrc` stood; the same one to leave it.
    int map(int ssrc);
}
