package jackfield.roles.relay;

import jackfield.rtc.sdp.SessionDescription;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One side of a call's dialogs: its legs, what it last said, and what it was last told.
final class Party {
    private static final int MOST_TAGS = 32;

    private final String branch;
    private final Set<String> tags = new LinkedHashSet<>();
    private final Map<Integer, Line> lines = new LinkedHashMap<>();
    private @Nullable Leg bundle;
    private @Nullable Party next;
    private LegProfile profile;
    private @Nullable SessionDescription in;
    private byte[] inBytes = {};
    private byte[] outBytes = {};
    private @Nullable LogicalInterface on;
    private @Nullable SessionDescription shown;

    /// @param branch the fork it is the target of; empty for the one who began
    Party(String branch, LegProfile profile) {
        this.branch = branch;
        this.profile = profile;
    }

    String branch() {
        return branch;
    }

    boolean isCalled(String tag) {
        return tags.contains(tag);
    }

    /// Takes a tag it goes by: several, when phones behind one fork answer early.
    void called(String tag) {
        tags.remove(tag);
        if (tags.size() < MOST_TAGS) {
            tags.add(tag);
        }
    }

    /// Its latest tag; empty before it is known.
    String tag() {
        String latest = "";
        for (String each : tags) {
            latest = each;
        }
        return latest;
    }

    LegProfile profile() {
        return profile;
    }

    /// True for ICE and DTLS together.
    boolean isBrowser() {
        return profile.security() == LegProfile.Security.DTLS && profile.ice();
    }

    /// True where legs for this cannot be those that are there.
    boolean needsOtherLegs(LegProfile other) {
        boolean dtls = profile.security() == LegProfile.Security.DTLS;
        return !lines.isEmpty()
                && (profile.ice() != other.ice()
                        || dtls != (other.security() == LegProfile.Security.DTLS));
    }

    void speaks(LegProfile other) {
        profile = other;
        legs().forEach(leg -> leg.speak(other));
    }

    /// The same party as it will be when its offer is answered, with other legs; null when those it
    /// has will do.
    @Nullable Party next() {
        return next;
    }

    void next(@Nullable Party other) {
        next = other;
    }

    /// Goes over to its other legs.
    void become(Party other) {
        profile = other.profile;
        lines.clear();
        lines.putAll(other.lines);
        bundle = other.bundle;
        on = other.on;
        next = null;
    }

    /// `browser`, `sip`, `sip-sdes`, `sip-dtls`
    String profileName() {
        return switch (profile.security()) {
            case DTLS -> profile.ice() ? "browser" : "sip-dtls";
            case SDES -> "sip-sdes";
            case PLAIN -> "sip";
            case EITHER -> isSecured() ? "sip-sdes" : "sip";
        };
    }

    private boolean isSecured() {
        return legs().stream().anyMatch(Leg::isSecure);
    }

    /// The `m=` line's protocol in our offers.
    String protocol(int index) {
        SessionDescription spoken = in;
        if (spoken != null
                && index < spoken.media().size()
                && spoken.media().get(index).isRtp()
                && spoken.media().get(index).protocol().contains("SAVP")
                        == (profile.security() == LegProfile.Security.SDES
                                || profile.security() == LegProfile.Security.DTLS)) {
            return spoken.media().get(index).protocol();
        }
        String feedback = profile.feedback() ? "F" : "";
        return switch (profile.security()) {
            case DTLS -> "UDP/TLS/RTP/SAVP" + feedback;
            case SDES -> "RTP/SAVP" + feedback;
            case PLAIN, EITHER -> "RTP/AVP" + feedback;
        };
    }

    /// Its `m=` lines by their places.
    Map<Integer, Line> lines() {
        return lines;
    }

    /// The line at `index`; null where there is none.
    @Nullable Line line(int index) {
        return lines.get(index);
    }

    /// Its legs, each once, in the order of their lines.
    List<Leg> legs() {
        return lines.values().stream().map(Line::leg).distinct().toList();
    }

    /// The leg that carries the medium at `index`; null where there is none.
    @Nullable Leg leg(int index) {
        Line line = lines.get(index);
        return line == null ? null : line.leg();
    }

    /// The leg that carries the media of its bundle; null before one is agreed.
    @Nullable Leg bundle() {
        return bundle;
    }

    void bundle(Leg leg) {
        bundle = leg;
    }

    /// The interface its legs are on; null before it has one.
    @Nullable LogicalInterface on() {
        return on;
    }

    void on(LogicalInterface chosen) {
        on = chosen;
    }

    /// The leg of the medium that the party calls so; the first one where the name is not known.
    @Nullable Leg legFor(@Nullable String mid) {
        SessionDescription said = shown;
        for (int i = 0; mid != null && said != null && i < said.sections().size(); i++) {
            Line line = line(i);
            if (line != null && mid.equals(said.sections().get(i).mid())) {
                return line.leg();
            }
        }
        return lines.isEmpty() ? null : lines.values().iterator().next().leg();
    }

    /// What it showed of where it is, accepted or not; null before that.
    @Nullable SessionDescription shown() {
        return shown;
    }

    void shows(SessionDescription sdp) {
        shown = sdp;
    }

    /// The last description it sent; null before the first.
    @Nullable SessionDescription in() {
        return in;
    }

    byte[] inBytes() {
        return inBytes;
    }

    byte[] outBytes() {
        return outBytes;
    }

    void said(SessionDescription sdp, byte[] bytes) {
        shown = sdp;
        in = sdp;
        inBytes = bytes;
    }

    /// What it said last, and where that put its media.
    @SuppressWarnings("ArrayRecordComponent") // a body that is kept, never compared
    record Said(
            @Nullable SessionDescription in,
            byte[] bytes,
            @Nullable SessionDescription shown,
            @Nullable Leg bundle) {}

    Said lastSaid() {
        return new Said(in, inBytes, shown, bundle);
    }

    /// What it has said since does not count.
    void restore(Said said) {
        in = said.in;
        inBytes = said.bytes;
        shown = said.shown;
        bundle = said.bundle;
    }

    /// Remembers what it was told last, for reports.
    void told(byte[] bytes) {
        outBytes = bytes;
    }
}
