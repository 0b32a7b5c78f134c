package jackfield.rtc.sdp;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An `a=group` line (RFC 5888 section 5).
///
/// @param semantics `BUNDLE`, `LS`
/// @param mids the media it holds, by their `a=mid`
public record Group(String semantics, List<String> mids) {
    public Group {
        mids = List.copyOf(mids);
    }

    static @Nullable Group parse(String text) {
        String[] words = SdpText.words(text);
        return words.length == 0
                ? null
                : new Group(words[0], Arrays.asList(words).subList(1, words.length));
    }

    /// True for a group that shares one transport (RFC 9143).
    public boolean isBundle() {
        return semantics.equalsIgnoreCase("BUNDLE");
    }

    /// `BUNDLE 0 1`
    @Override
    public String toString() {
        return mids.isEmpty() ? semantics : semantics + " " + String.join(" ", mids);
    }
}
