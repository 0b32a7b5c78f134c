package jackfield.roles.relay;

import jackfield.media.transcode.TranscodePlan;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our transport towards one party: what we tell it, what it told us, and the plan for the media
/// shard that follows. Ports, keys and credentials stay as long as the leg.
abstract sealed class Leg permits BrowserLeg, PortsLeg {
    private final long id;
    private PayloadMap payloads = PayloadMap.NONE;
    private boolean feedback;
    private boolean held;
    private long peer;
    private @Nullable TranscodePlan translated;

    Leg(long id) {
        this.id = id;
    }

    /// Names it to the media shard.
    final long id() {
        return id;
    }

    /// What an offer of ours says. `theirs` is the last the party wrote, null before that.
    abstract SdpRewrite.Transport offer(@Nullable SessionDescription theirs, String protocol);

    /// What our answer to `offer` says, once [#takeOffer] took that.
    abstract SdpRewrite.Transport answer(MediaSection offer);

    /// Why the leg cannot take the section as the party's answer; null when it can.
    abstract @Nullable String refusal(MediaSection answer);

    /// Takes what the party's offer says of its transport.
    abstract void takeOffer(MediaSection offer);

    /// Takes what the party's answer says of its transport.
    abstract void takeAnswer(MediaSection answer);

    /// The transport as the shard is told.
    abstract LegPlan.Transport transport();

    /// Takes what was agreed about media.
    ///
    /// @param codecs of all media the leg carries
    /// @param offerer whether the party was the offerer
    final void agree(
            List<CodecAgreement> codecs, boolean offerer, boolean takesFeedback, boolean isHeld) {
        feedback = takesFeedback;
        held = isHeld;
        payloads = PayloadMap.NONE;
        for (CodecAgreement each : codecs) {
            payloads = offerer ? each.fromOfferer(payloads) : each.fromAnswerer(payloads);
        }
    }

    /// What the shard is told of the leg, as things are.
    final LegPlan plan(long call) {
        return new LegPlan(id, call, transport(), payloads, feedback, held);
    }

    /// The leg it is patched to; itself for a loop, 0 for none.
    final long peer() {
        return peer;
    }

    final void patchedTo(long other) {
        peer = other;
        translated = null;
    }

    /// What is made of what the party sends; null where it passes as it is.
    final @Nullable TranscodePlan translated() {
        return translated;
    }

    final void translatedBy(@Nullable TranscodePlan plan) {
        translated = plan;
    }
}
