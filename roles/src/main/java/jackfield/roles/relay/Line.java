package jackfield.roles.relay;

import jackfield.roles.relay.media.ExtensionMap;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.roles.relay.media.StreamPlan;
import jackfield.rtc.sdp.MediaSection;
import org.jspecify.annotations.Nullable;

/// One `m=` line of a party: a stream on one of its legs, and what was agreed about it.
final class Line {
    private long id;
    private Leg leg;
    private String kind;
    private @Nullable String mid;
    private PayloadMap payloads = PayloadMap.NONE;
    private ExtensionMap extensions = ExtensionMap.ANY;
    private int midExtension;
    private boolean feedback;
    private boolean held;
    private boolean agreed;
    private long peer;

    /// @param id names it to the media shard
    /// @param kind as the `m=` line has it
    Line(long id, Leg leg, String kind) {
        this.id = id;
        this.leg = leg;
        this.kind = kind;
        leg.add(this);
    }

    long id() {
        return id;
    }

    Leg leg() {
        return leg;
    }

    String kind() {
        return kind;
    }

    /// Goes to another leg, where it is another stream.
    void moveTo(Leg other, long newId) {
        leg.lose(this);
        leg = other;
        id = newId;
        peer = 0;
        other.add(this);
    }

    /// Takes what was agreed.
    ///
    /// @param section as the party described it
    void agree(MediaSection section, PayloadMap map, HeaderIds ids, boolean hold) {
        kind = section.media().kind();
        mid = section.mid();
        payloads = map;
        extensions = ids.map();
        midExtension = HeaderIds.mid(section);
        held = hold;
        agreed = true;
    }

    void feedback(boolean wanted) {
        feedback = wanted;
    }

    /// It was refused, for now.
    void refuse() {
        agreed = false;
        payloads = PayloadMap.NONE;
    }

    boolean isAgreed() {
        return agreed;
    }

    StreamPlan plan() {
        return new StreamPlan(id, kind, mid, payloads, extensions, midExtension, feedback, held);
    }

    /// The stream it is patched to; itself for a loop, 0 for none.
    long peer() {
        return peer;
    }

    void patchedTo(long other) {
        peer = other;
    }
}
