package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;

import jackfield.base.Outbox;
import jackfield.roles.useragent.CallRef;
import jackfield.roles.useragent.Decline;
import jackfield.roles.useragent.SipCalls;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Calls between devices here and SIP: the SIP side of each is a [SipDevice], so that calls need
/// not know.
final class SipLink implements SipCalls.Events {
    private final SipCalls sip;
    private final Calls calls;
    private final Presence presence;
    private final RandomGenerator random;
    private final Outbox<SignalOutput> out;
    private final Map<String, SipDevice> devices = new HashMap<>();

    SipLink(
            SipCalls sip,
            Calls calls,
            Presence presence,
            RandomGenerator random,
            Outbox<SignalOutput> out) {
        this.sip = sip;
        this.calls = calls;
        this.presence = presence;
        this.random = random;
        this.out = out;
    }

    void reachable(String user, boolean isThere, long now) {
        sip.reachable(user, isThere, now);
    }

    SipCalls.Reach reach(String from, String to) {
        return sip.reach(from, to);
    }

    /// The device that a call to SIP rings.
    SipDevice leg(Call call, String to) {
        CallRef ref = new CallRef("p2p-" + Long.toHexString(random.nextLong()) + "-" + call.began());
        SipDevice device = new SipDevice(call.callee(), ref, sip, to);
        sweep();
        devices.put(ref.id(), device);
        return device;
    }

    /// Forgets those whose calls have ended on our side.
    private void sweep() {
        if (devices.size() > 64 && devices.size() > 2 * calls.table().size()) {
            devices.values().removeIf(each -> each.calls().isEmpty());
        }
    }

    @Override
    public void incoming(
            CallRef call, SipCalls.Caller from, String to, SipCalls.Offer offer, long now) {
        SipDevice device = new SipDevice(from.address(), call, sip, null);
        sweep();
        devices.put(call.id(), device);
        step(
                now,
                step -> {
                    Refusal refusal =
                            calls.receive(
                                    device,
                                    "call-offer",
                                    message("call-offer")
                                            .with("toId", to)
                                            .with("callId", call.id())
                                            .with("offer", description("offer", offer.sdp()))
                                            .with("callType", offer.video() ? "video" : "audio")
                                            .with(
                                                    "fromUsername",
                                                    from.name().isEmpty()
                                                            ? from.address()
                                                            : from.name()),
                                    step);
                    if (refusal != null) {
                        device.isOver();
                        devices.remove(call.id());
                        sip.refuse(
                                call,
                                refusal == Refusal.TOO_MANY_CALLS
                                        ? Decline.BUSY
                                        : Decline.UNAVAILABLE,
                                now);
                    }
                });
    }

    private static Json.Members description(String type, String sdp) {
        return new Json.Members(Map.of()).with("type", type).with("sdp", sdp);
    }

    @Override
    public void ringing(CallRef call, long now) {
        says(call, "call-ringing", null, null, now);
    }

    @Override
    public void answered(CallRef call, String sdp, long now) {
        says(call, "call-answer", "answer", sdp, now);
    }

    @Override
    public void renegotiate(CallRef call, String sdp, long now) {
        says(call, "call-renegotiate", "offer", sdp, now);
    }

    @Override
    public void renegotiated(CallRef call, String sdp, long now) {
        says(call, "call-renegotiate-answer", "answer", sdp, now);
    }

    @Override
    public void refused(CallRef call, int status, String reason, long now) {
        last(call, now, (device, step) -> calls.refusedBySip(device, status, step));
    }

    @Override
    public void cancelled(CallRef call, boolean answeredElsewhere, long now) {
        last(call, now, (device, step) -> calls.withdrawnBySip(device, answeredElsewhere, step));
    }

    @Override
    public void ended(CallRef call, String reason, long now) {
        says(call, "call-end", null, null, now);
        last(call, now, (_, _) -> {});
    }

    @Override
    public void renegotiationRefused(CallRef call, int status, long now) {
        SipDevice device = devices.get(call.id());
        if (device != null) {
            step(now, step -> calls.changeRefusedBySip(device, status, step));
        }
    }

    /// The SIP side says something as a device would.
    private void says(
            CallRef ref, String type, @Nullable String field, @Nullable String sdp, long now) {
        SipDevice device = devices.get(ref.id());
        if (device == null) {
            return;
        }
        for (Call call : device.calls().toArray(new Call[0])) {
            Json.Members said = message(type).with("callId", call.id());
            if (field != null && sdp != null) {
                said = said.with(field, description(field, sdp));
            }
            Json.Members all = said;
            // What does not fit the state of the call crossed something of ours.
            step(now, step -> calls.receive(device, type, all, step));
        }
    }

    private void last(CallRef ref, long now, BiConsumer<SipDevice, Step> end) {
        SipDevice device = devices.remove(ref.id());
        if (device != null) {
            device.isOver();
            step(now, step -> end.accept(device, step));
        }
    }

    private void step(long now, Consumer<Step> does) {
        Step step = new Step(now, out);
        does.accept(step);
        presence.flush(step);
    }
}
