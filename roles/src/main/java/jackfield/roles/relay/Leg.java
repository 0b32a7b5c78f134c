package jackfield.roles.relay;

import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our transport towards one party: what we tell it, what it told us, and the plan for the media
/// shard that follows. Ports, keys and credentials stay as long as the leg.
abstract sealed class Leg permits BrowserLeg, PortsLeg {
    /// What has been agreed about its media, so that the same agreement gives the same plan.
    private record Terms(
            List<CodecAgreement> codecs, boolean offerer, boolean feedback, boolean held) {}

    private final long id;
    private Terms terms = new Terms(List.of(), true, false, false);
    private PayloadMap payloads = PayloadMap.NONE;
    private @Nullable LegPlan planned;
    private long peer;

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
    final void agree(List<CodecAgreement> codecs, boolean offerer, boolean feedback, boolean held) {
        Terms next = new Terms(List.copyOf(codecs), offerer, feedback, held);
        if (next.equals(terms)) {
            return;
        }
        terms = next;
        payloads = PayloadMap.NONE;
        for (CodecAgreement each : codecs) {
            payloads = offerer ? each.fromOfferer(payloads) : each.fromAnswerer(payloads);
        }
    }

    /// The plan, when it is another than the shard has; null when it is the same.
    final @Nullable LegPlan changedPlan(long call) {
        LegPlan next = new LegPlan(id, call, transport(), payloads, terms.feedback(), terms.held());
        if (next.equals(planned)) {
            return null;
        }
        planned = next;
        return next;
    }

    /// True once the shard has a plan.
    final boolean isInstalled() {
        return planned != null;
    }

    /// The leg it is patched to; itself for a loop, 0 for none.
    final long peer() {
        return peer;
    }

    final void patchedTo(long other) {
        peer = other;
    }
}
