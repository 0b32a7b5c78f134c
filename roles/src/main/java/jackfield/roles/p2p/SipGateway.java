package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;

import jackfield.base.Outbox;
import jackfield.roles.useragent.CallRef;
import jackfield.roles.useragent.Decline;
import jackfield.roles.useragent.SipCalls;
import jackfield.roles.useragent.SipCalls.Reach;
import jackfield.roles.useragent.SipTexts;
import jackfield.roles.useragent.TextRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// SIP, as one more device that makes calls and is rung: what [Calls] sends that device is said to
/// [SipCalls], what comes from there is a message of that device. A device for each call, which no
/// user's list has.
final class SipGateway implements SipCalls.Events {
    /// What such a device is called in `fromDevice` and `byDevice`.
    static final String DEVICE = "sip";

    private final SipCalls sip;
    private final Calls calls;
    private final Devices devices;
    private final Presence presence;
    private final Outbox<SignalOutput> out;
    private final TextGateway texts;
    private final Map<String, Line> lines = new HashMap<>();
    private long serial;

    /// One call: how SIP names it, and how we do.
    private final class Line implements Device.Way {
        private final CallRef ref;
        private final String callId;
        private final boolean ours;
        private @Nullable Device device;
        private boolean answered;

        /// @param ours true where one of our devices makes the call
        private Line(CallRef ref, String callId, boolean ours) {
            this.ref = ref;
            this.callId = callId;
            this.ours = ours;
        }

        @Override
        public boolean send(Json.Members message, Step step) {
            said(this, message, step.now());
            return true;
        }
    }

    /// @param out where messages to devices go
    SipGateway(
            SipCalls sip,
            Calls calls,
            Devices devices,
            Presence presence,
            Outbox<SignalOutput> out) {
        this.sip = sip;
        this.calls = calls;
        this.devices = devices;
        this.presence = presence;
        this.out = out;
        texts = new TextGateway(sip, calls, devices, out);
    }

    /// Texts by way of SIP.
    TextGateway texts() {
        return texts;
    }

    /// A user's devices have come or gone.
    void changed(String user, long now) {
        boolean there =
                devices.of(user).stream().anyMatch(each -> each.isThere() && each.takesSip());
        sip.reachable(user, there, now);
    }

    /// What a call would ring.
    Reach reach(Call call) {
        return !call.maker().isPage() || call.isForOneDevice() || call.isDirect()
                ? Reach.DEVICES
                : sip.reach(call.maker().user(), call.callee());
    }

    /// A device that rings whom SIP reaches.
    Device outside(Call call) {
        Line line = new Line(new CallRef("signal-" + ++serial), call.id(), true);
        lines.put(line.ref.id(), line);
        Device device = new Device(call.callee(), DEVICE, line);
        line.device = device;
        return device;
    }

    int size() {
        return lines.size();
    }

    // What our devices say

    private void said(Line line, Json.Members message, long now) {
        switch (message.text("type", "")) {
            case "call-offer" -> call(line, message, now);
            case "call-answer" -> {
                line.answered = true;
                sip.answer(line.ref, sdp(message, "answer"), now);
            }
            case "call-ringing" -> sip.ringing(line.ref, now);
            case "call-renegotiate" -> sip.renegotiate(line.ref, sdp(message, "offer"), now);
            case "call-renegotiate-answer" ->
                    sip.renegotiated(line.ref, sdp(message, "answer"), now);
            case "ice-candidate" -> candidates(line, message, now);
            case "call-taken" -> end(line, "answered".equals(message.text("reason")), now);
            case "call-end", "call-cancel" -> end(line, false, now);
            case "call-reject" -> refuse(line, Decline.DECLINED, now);
            case "call-busy" -> refuse(line, Decline.BUSY, now);
            case "call-timeout" -> refuse(line, Decline.NO_ANSWER, now);
            case "call-unavailable", "call-glare" -> refuse(line, Decline.UNAVAILABLE, now);
            default -> {} // nothing that SIP has a word for
        }
    }

    private void call(Line line, Json.Members offer, long now) {
        Device device = line.device;
        String from = offer.text("from");
        if (device != null && from != null) {
            String name = offer.text("fromUsername");
            sip.call(
                    line.ref,
                    from,
                    from.equals(name) ? null : name,
                    device.user(),
                    new SipCalls.Offer(sdp(offer, "offer"), "video".equals(offer.text("callType"))),
                    now);
        }
    }

    private void end(Line line, boolean elsewhere, long now) {
        lines.remove(line.ref.id());
        sip.end(line.ref, elsewhere, now);
    }

    private void refuse(Line line, Decline why, long now) {
        lines.remove(line.ref.id());
        if (line.ours || line.answered) {
            sip.end(line.ref, false, now);
        } else {
            sip.refuse(line.ref, why, now);
        }
    }

    private void candidates(Line line, Json.Members message, long now) {
        if (message.get("candidates") instanceof Json.Items(List<Json> all)) {
            all.forEach(each -> candidate(line, each, now));
        } else {
            candidate(line, message.get("candidate"), now);
        }
    }

    private void candidate(Line line, @Nullable Json one, long now) {
        switch (one) {
            case Json.Members init -> {
                Long section = init.whole("sdpMLineIndex");
                sip.candidate(
                        line.ref,
                        init.text("candidate", ""),
                        init.text("sdpMid"),
                        section == null || section < 0 || section > 64 ? 0 : section.intValue(),
                        now);
            }
            case Json.Text(String text) -> sip.candidate(line.ref, text, null, 0, now);
            case null, default -> sip.candidate(line.ref, "", null, 0, now);
        }
    }

    private static String sdp(Json.Members message, String field) {
        return message.get(field) instanceof Json.Members description
                ? description.text("sdp", "")
                : "";
    }

    private static Json.Members description(String type, String sdp) {
        return new Json.Members(Map.of("type", new Json.Text(type), "sdp", new Json.Text(sdp)));
    }

    // What SIP says

    @Override
    public void incoming(
            CallRef call, SipCalls.Caller from, String to, SipCalls.Offer offer, long now) {
        Line line = new Line(call, call.id(), false);
        Device maker = new Device(from.address(), DEVICE, line);
        line.device = maker;
        lines.put(call.id(), line);
        Step step = calls.step(now, out);
        Json.Members message =
                message("call-offer")
                        .with("toId", to)
                        .with("callId", call.id())
                        .with("offer", description("offer", offer.sdp()))
                        .with("callType", offer.video() ? "video" : "audio")
                        .with("fromUsername", from.name().isEmpty() ? from.address() : from.name());
        Refusal refusal = calls.receive(maker, "call-offer", message, step);
        if (refusal != null) {
            refuse(
                    line,
                    refusal == Refusal.TOO_MANY_CALLS ? Decline.BUSY : Decline.UNAVAILABLE,
                    now);
        } else if (maker.calls().stream().anyMatch(Call::hasRung)) {
            // Pages need not say that they ring.
            sip.ringing(call, now);
        }
        presence.flush(step);
    }

    @Override
    public void ringing(CallRef call, long now) {
        from(call, "call-ringing", message("call-ringing"), now);
    }

    @Override
    public void answered(CallRef call, String sdp, long now) {
        Line line = lines.get(call.id());
        if (line != null) {
            line.answered = true;
            Refusal refusal =
                    from(
                            call,
                            "call-answer",
                            message("call-answer").with("answer", description("answer", sdp)),
                            now);
            if (refusal != null) {
                end(line, false, now);
            }
        }
    }

    @Override
    public void refused(CallRef call, int status, String reason, long now) {
        Line line = lines.remove(call.id());
        Device device = line == null ? null : line.device;
        if (line != null && device != null) {
            Step step = calls.step(now, out);
            calls.refused(device, line.callId, status, reason, step);
            presence.flush(step);
        }
    }

    @Override
    public void cancelled(CallRef call, boolean answeredElsewhere, long now) {
        Line line = lines.remove(call.id());
        Device device = line == null ? null : line.device;
        if (device != null) {
            Step step = calls.step(now, out);
            calls.withdrawn(device, answeredElsewhere, step);
            presence.flush(step);
        }
    }

    @Override
    public void ended(CallRef call, String reason, long now) {
        from(call, "call-end", message("call-end").with("reason", reason), now);
        lines.remove(call.id());
    }

    @Override
    public void renegotiate(CallRef call, String sdp, long now) {
        from(
                call,
                "call-renegotiate",
                message("call-renegotiate").with("offer", description("offer", sdp)),
                now);
    }

    @Override
    public void renegotiated(CallRef call, String sdp, long now) {
        from(
                call,
                "call-renegotiate-answer",
                message("call-renegotiate-answer").with("answer", description("answer", sdp)),
                now);
    }

    @Override
    public void renegotiationRefused(CallRef call, int status, long now) {
        Line line = lines.get(call.id());
        Device device = line == null ? null : line.device;
        if (device != null) {
            calls.unchanged(device, status == 491, calls.step(now, out));
        }
    }

    @Override
    public void text(TextRef ref, String to, SipTexts.Text text, long now) {
        texts.text(ref, to, text, now);
    }

    @Override
    public void sent(TextRef ref, int status, String reason, long now) {
        texts.sent(ref, status, reason, now);
    }

    /// A message of the device that SIP is in this call.
    private @Nullable Refusal from(CallRef call, String type, Json.Members message, long now) {
        Line line = lines.get(call.id());
        Device device = line == null ? null : line.device;
        if (line == null || device == null) {
            return null;
        }
        Step step = calls.step(now, out);
        Refusal refusal = calls.receive(device, type, message.with("callId", line.callId), step);
        presence.flush(step);
        return refusal;
    }
}
