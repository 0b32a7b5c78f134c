package jackfield.roles.relay;

import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/// A leg that leads to a leg of another call, inside this process: no SDP is ever told of it.
final class BridgeEnd extends Leg {
    private final LegPlan.Far far;

    BridgeEnd(long id, LegPlan.Far far) {
        super(id);
        this.far = far;
    }

    @Override
    void speak(LegProfile profile) {}

    @Override
    boolean isSecure() {
        return false;
    }

    @Override
    SdpRewrite.Transport offer(@Nullable SessionDescription theirs, String protocol) {
        throw new IllegalStateException("a bridge is offered to nobody");
    }

    @Override
    SdpRewrite.Transport answer(MediaSection offer) {
        throw new IllegalStateException("a bridge is offered by nobody");
    }

    @Override
    @Nullable String refusal(MediaSection answer) {
        return null;
    }

    @Override
    void takeOffer(MediaSection offer) {}

    @Override
    void takeAnswer(MediaSection answer) {}

    @Override
    LegPlan.Transport transport() {
        return new LegPlan.Bridge(far);
    }
}
