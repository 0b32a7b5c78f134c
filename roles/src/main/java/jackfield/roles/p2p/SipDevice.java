package jackfield.roles.p2p;

import jackfield.roles.useragent.CallRef;
import jackfield.roles.useragent.Decline;
import jackfield.roles.useragent.SipCalls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other side of one call by SIP, as a device: what is sent to it becomes SIP.
final class SipDevice extends Device {
    private final CallRef ref;
    private final SipCalls sip;
    private final @Nullable String target;
    private boolean over;

    /// @param target whom a call of ours is for; null for a call that came by SIP
    SipDevice(String user, CallRef ref, SipCalls sip, @Nullable String target) {
        super(user, "sip", 0);
        this.ref = ref;
        this.sip = sip;
        this.target = target;
    }

    CallRef ref() {
        return ref;
    }

    /// The SIP side has ended: nothing more is said to it.
    void isOver() {
        over = true;
    }

    @Override
    boolean isThere() {
        return true;
    }

    @Override
    boolean send(Json.Members message, Step step) {
        if (!over) {
            say(message.text("type", ""), message, step.now());
        }
        return true;
    }

    private void say(String type, Json.Members message, long now) {
        switch (type) {
            case "call-offer" ->
                    sip.call(
                            ref,
                            message.text("from", ""),
                            message.text("fromUsername"),
                            target == null ? user() : target,
                            new SipCalls.Offer(
                                    sdp(message, "offer"),
                                    "video".equals(message.text("callType"))),
                            now);
            case "call-ringing" -> sip.ringing(ref, now);
            case "call-answer" -> sip.answer(ref, sdp(message, "answer"), now);
            case "call-renegotiate" -> sip.renegotiate(ref, sdp(message, "offer"), now);
            case "call-renegotiate-answer" -> sip.renegotiated(ref, sdp(message, "answer"), now);
            case "ice-candidate" -> candidates(message, now);
            case "call-reject" -> refuse(Decline.DECLINED, now);
            case "call-busy", "call-glare" -> refuse(Decline.BUSY, now);
            case "call-unavailable" -> refuse(Decline.UNAVAILABLE, now);
            case "call-timeout" -> {
                if (target == null) {
                    refuse(Decline.NO_ANSWER, now);
                } else {
                    end(false, now);
                }
            }
            case "call-taken" -> end("answered".equals(message.text("reason")), now);
            case "call-cancel", "call-end" -> end(false, now);
            default -> {
                // Nothing that a SIP phone could be told: that it was queued, an error of its own.
            }
        }
    }

    private void refuse(Decline why, long now) {
        over = true;
        sip.refuse(ref, why, now);
    }

    private void end(boolean answeredElsewhere, long now) {
        over = true;
        sip.end(ref, answeredElsewhere, now);
    }

    private static String sdp(Json.Members message, String name) {
        return message.get(name) instanceof Json.Members description
                ? description.text("sdp", "")
                : "";
    }

    private void candidates(Json.Members message, long now) {
        if (message.get("candidates") instanceof Json.Items(List<Json> items)) {
            items.forEach(each -> candidate(each, now));
        } else {
            candidate(message.get("candidate"), now);
        }
    }

    private void candidate(@Nullable Json candidate, long now) {
        if (candidate instanceof Json.Members members) {
            Long line = members.whole("sdpMLineIndex");
            sip.candidate(
                    ref,
                    members.text("candidate", ""),
                    members.text("sdpMid"),
                    line == null || line < 0 || line > 63 ? 0 : line.intValue(),
                    now);
        }
    }
}
