package jackfield.roles.relay;

import jackfield.rtc.sdp.SessionDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Two parties that exchange offers and answers through us.
final class MediaDialog {
    /// The last offer; kept after its answer, which may be repeated or come from another phone.
    ///
    /// @param by who offered
    /// @param sdp what
    /// @param spoken what the offerer speaks
    /// @param told for each medium the codecs that were passed on, with their numbers on both
    ///   sides; null where it was not passed
    /// @param codecs for each medium what became of its codecs; null likewise
    record Offer(
            Party by,
            SessionDescription sdp,
            LegProfile spoken,
            List<@Nullable CodecAgreement> told,
            List<@Nullable CodecOffer> codecs) {}

    private final String branch;
    private final Party one;
    private final Party other;
    private final Told toOne;
    private final Told toOther;
    private final Map<Party, Offer> open = new LinkedHashMap<>();
    private @Nullable Offer offer;
    private @Nullable Standing standing;
    private boolean agreed;

    /// @param one who offered first
    /// @param other who was offered to; the same for an echo
    MediaDialog(String branch, Party one, Party other, Told toOne, Told toOther) {
        this.branch = branch;
        this.one = one;
        this.other = other;
        this.toOne = toOne;
        this.toOther = toOther;
    }

    String branch() {
        return branch;
    }

    Party one() {
        return one;
    }

    Party other() {
        return other;
    }

    Party peerOf(Party party) {
        return party == one ? other : one;
    }

    Told to(Party party) {
        return party == one ? toOne : toOther;
    }

    /// True when these are the two tags, whoever has which.
    boolean isBetween(String tag, String otherTag) {
        return one.isCalled(tag) && other.isCalled(otherTag)
                || one.isCalled(otherTag) && other.isCalled(tag);
    }

    @Nullable Offer offer() {
        return offer;
    }

    void offered(Offer next) {
        offer = next;
        if (standing != null) {
            open.put(next.by(), next);
        }
    }

    /// A party begins to offer: what is agreed now holds again where that is refused.
    void asks() {
        if (agreed && standing == null) {
            standing = Standing.of(this);
        }
    }

    /// An answer says what holds.
    void settled() {
        agreed = true;
        standing = null;
        open.clear();
    }

    /// What a party offered was refused.
    ///
    /// @return what is to be restored; null where nothing is, or the other party offers as well
    @Nullable Standing refused(Party by) {
        open.remove(by);
        if (!open.isEmpty()) {
            offer = open.values().iterator().next();
            return null;
        }
        Standing held = standing;
        standing = null;
        return held;
    }
}
