package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;
import static jackfield.roles.p2p.Messages.hasSdp;
import static jackfield.roles.p2p.Messages.stamped;

import jackfield.base.DeadlineQueue;
import jackfield.base.Outbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who calls whom: offers to all devices of a user, the first answer wins, and whatever ends a call
/// ends it for everybody who has heard of it.
final class Calls {
    private final SignalSettings settings;
    private final SignalAccess access;
    private final Devices devices;
    private final Presence presence;
    private final SignalCounters counters;
    private final DeadlineQueue<Due> due;
    private final CallTable table;
    private final SignalTraces traces;
    private final SignalJson json;
    private @Nullable SipGateway sip;

    Calls(
            SignalSettings settings,
            SignalAccess access,
            SignalJson json,
            Devices devices,
            Presence presence,
            SignalCounters counters,
            DeadlineQueue<Due> due) {
        this.settings = settings;
        this.access = access;
        this.devices = devices;
        this.presence = presence;
        this.counters = counters;
        this.due = due;
        table = new CallTable(due);
        this.json = json;
        traces = new SignalTraces(json, settings.tracedCalls(), settings.tracedLetters());
    }

    /// SIP devices are called by this from now on.
    void sip(SipGateway gateway) {
        sip = gateway;
    }

    SignalTraces traces() {
        return traces;
    }

    Step step(long now, Outbox<SignalOutput> out) {
        return new Step(now, out, traces, json);
    }

    CallTable table() {
        return table;
    }

    /// A message of a call; what was wrong with it, or null.
    @Nullable Refusal receive(Device from, String type, Json.Members message, Step step) {
        if (type.equals("call-quality")) {
            return PageMedia.receive(table, from, message, step);
        }
        step.traces().in(from, message, step.now());
        if (type.equals("call-offer")) {
            return offer(from, message, step);
        }
        String callId = message.text("callId");
        String to = message.text("toId");
        if (callId == null && to == null) {
            return Refusal.BAD_MESSAGE;
        }
        Call call =
                callId != null
                        ? table.find(from.user(), callId)
                        : CallTable.between(from, access.name(String.valueOf(to), from.user()));
        if (type.equals("ice-candidate")) {
            return candidate(from, call, message, step);
        }
        if (call == null || !from.calls().contains(call)) {
            return Refusal.NO_SUCH_CALL;
        }
        return switch (type) {
            case "call-answer" -> answer(from, call, message, step);
            case "call-ringing" -> ringing(from, call, message, step);
            case "call-reject" -> reject(from, call, message, step);
            case "call-busy" -> busy(from, call, step);
            case "call-cancel", "call-end" -> hangUp(from, call, message, step);
            case "call-renegotiate" -> renegotiate(from, call, message, step);
            case "call-renegotiate-answer" -> renegotiated(from, call, message, step);
            default -> Refusal.UNKNOWN_TYPE;
        };
    }

    // An offer

    private @Nullable Refusal offer(Device from, Json.Members message, Step step) {
        String callId = message.text("callId");
        String to = message.text("toId");
        if (callId == null
                || to == null
                || callId.isEmpty()
                || callId.length() > SignalSettings.LONGEST_ID
                || to.length() > 2 * SignalSettings.LONGEST_ID
                || !hasSdp(message.get("offer"))) {
            return Refusal.BAD_MESSAGE;
        }
        String callee = access.name(to, from.user());
        Call met = meeting(from, callee);
        if (met != null && met.winsOver(callId, from.user())) {
            counters.glare();
            tell(from, callId, Messages.glare(callId, met.id(), callee), step);
            return null;
        }
        if (met != null) {
            counters.glare();
            drop(met, "glare", Messages.glare(met.id(), callId, from.user()), step);
        }
        if (table.find(from.user(), callId) != null || table.find(callee, callId) != null) {
            return Refusal.DUPLICATE_CALL;
        }
        if (from.calls().size() >= settings.callsOfDevice() || table.size() >= settings.calls()) {
            return Refusal.TOO_MANY_CALLS;
        }
        Json.Members passed = stamped(message, from);
        if (passed.text("fromUsername") == null) {
            passed = passed.with("fromUsername", from.user());
        }
        place(new Call(callId, from, callee, passed, message.text("toDevice"), step.now()), step);
        return null;
    }

    /// A call that comes from where this one goes, and rings here.
    private @Nullable Call meeting(Device from, String callee) {
        for (Call call : from.calls()) {
            if (call.legs().containsKey(from) && call.maker().user().equals(callee)) {
                return call;
            }
        }
        return null;
    }

    private void place(Call call, Step step) {
        boolean pagesOnly = sip == null || call.isDirect() || call.isForOneDevice();
        if (pagesOnly && call.maker().isPage() && access.isQuiet(call.callee())) {
            refuse(call, "call-busy", "do-not-disturb", step); // else SIP says so, or forwards it
            return;
        }
        List<Device> there = devices.of(call.callee()).stream().filter(call::isFor).toList();
        List<Device> ringing = new ArrayList<>(there);
        ringing.removeIf(Device::isBusy);
        boolean outside = outside(call, ringing);
        if (there.isEmpty() && !outside && !access.isUser(call.callee())) {
            refuse(call, "call-unavailable", "unknown", step);
            return;
        }
        if (!there.isEmpty() && ringing.isEmpty()) {
            refuse(call, "call-busy", "busy", step);
            return;
        }
        counters.began();
        table.add(call, step.now() + settings.ringNs());
        call.candidates().addAll(earlyOf(call, step));
        ringing.forEach(device -> ring(call, device, step));
        CallNews.began(call, step);
        if (!call.hasRung()) {
            long patience = Math.max(settings.offlineNs(), access.patience(call.callee()));
            due.set(call, step.now() + patience);
            Waiting.begin(call, patience, step);
        }
        presence.touch(call.maker().user());
    }

    /// Adds SIP to those who ring, where it reaches somebody; where the user's calls go elsewhere,
    /// in the place of those who are there.
    ///
    /// @return true where it was added
    private boolean outside(Call call, List<Device> ringing) {
        SipGateway gateway = sip;
        if (gateway == null) {
            return false;
        }
        switch (gateway.reach(call)) {
            case DEVICES, NOBODY -> {
                return false;
            }
            case SIP -> {
                // Pages that will be back in a moment are not known there.
                if (ringing.stream().anyMatch(Device::isThere) || access.isQuiet(call.callee())) {
                    ringing.clear();
                }
            }
            case BOTH -> {}
        }
        ringing.add(gateway.outside(call));
        return true;
    }

    private List<Json.Members> earlyOf(Call call, Step step) {
        List<Json.Members> early = new ArrayList<>();
        for (Json.Members each : call.maker().takeEarly(call.id(), call.callee(), step.now())) {
            early.add(stamped(each, call.maker()).with("callId", call.id()));
        }
        return early;
    }

    private void refuse(Call call, String type, String reason, Step step) {
        counters.ended(reason);
        CallNews.ended(call, reason, step);
        tellMaker(call, type, reason, step);
    }

    /// Why the call came to nothing.
    private void tellMaker(Call call, String type, String reason, Step step) {
        tell(
                call.maker(),
                call.id(),
                message(type)
                        .with("callId", call.id())
                        .with("from", call.callee())
                        .with("reason", reason),
                step);
    }

    private void ring(Call call, Device device, Step step) {
        table.ring(call, device);
        device.send(call.offer(), step);
        call.candidates().forEach(each -> device.send(each, step));
        if (device.isThere()) {
            call.rang(step.now());
        }
        presence.touch(device.user());
    }

    // What the callee does

    private @Nullable Refusal answer(Device from, Call call, Json.Members message, Step step) {
        Call.Leg leg = call.legs().get(from);
        if (leg == null) {
            return Refusal.NOT_YOURS;
        }
        if (!hasSdp(message.get("answer"))) {
            return Refusal.BAD_MESSAGE;
        }
        List<Device> others = new ArrayList<>(call.legs().keySet());
        others.remove(from);
        List<Json.Members> early = List.copyOf(leg.early);
        table.taken(call, from);
        call.answered(step.now());
        CallNews.taken(call, step);
        counters.answered();
        call.maker().send(stamped(message, from), step);
        early.forEach(each -> call.maker().send(each, step));
        Json.Members taken =
                message("call-taken")
                        .with("callId", call.id())
                        .with("from", call.maker().user())
                        .with("byDevice", from.id())
                        .with("reason", "answered");
        for (Device other : others) {
            other.send(taken, step);
            presence.touch(other.user());
        }
        presence.touch(from.user());
        presence.touch(call.maker().user());
        return null;
    }

    private @Nullable Refusal ringing(Device from, Call call, Json.Members message, Step step) {
        Call.Leg leg = call.legs().get(from);
        if (leg == null) {
            return Refusal.NOT_YOURS;
        }
        if (!leg.rings) {
            leg.rings = true;
            CallNews.rings(call, step);
            call.maker().send(stamped(message, from), step);
        }
        return null;
    }

    private @Nullable Refusal reject(Device from, Call call, Json.Members message, Step step) {
        if (!call.legs().containsKey(from)) {
            return hangUp(from, call, message, step);
        }
        if ("busy".equals(message.text("reason"))) {
            return busy(from, call, step);
        }
        table.quiet(call, from);
        presence.touch(from.user());
        Json.Members rest =
                message("call-taken")
                        .with("callId", call.id())
                        .with("from", call.maker().user())
                        .with("byDevice", from.id())
                        .with("reason", "rejected");
        over(call, "rejected", rest, null, step);
        call.maker().send(stamped(message.with("type", "call-reject"), from), step);
        return null;
    }

    private @Nullable Refusal busy(Device from, Call call, Step step) {
        if (!call.legs().containsKey(from)) {
            return Refusal.NOT_YOURS;
        }
        call.busy();
        legGone(call, from, step);
        return null;
    }

    /// SIP could not take a call. Who says no for good, says it for all devices.
    ///
    /// @param status of SIP
    /// @param words of SIP, for people
    void refused(Device sipDevice, String callId, int status, String words, Step step) {
        Call call = table.find(sipDevice.user(), callId);
        if (call == null || !call.legs().containsKey(sipDevice)) {
            return;
        }
        SipRefusal refusal = SipRefusal.of(status, words);
        if (refusal.isBusy()) {
            call.busy();
        }
        table.quiet(call, sipDevice);
        if (!call.legs().isEmpty() && refusal != SipRefusal.REJECTED) {
            return;
        }
        Json.Members rest =
                message("call-taken")
                        .with("callId", call.id())
                        .with("from", call.maker().user())
                        .with("byDevice", sipDevice.id())
                        .with("reason", "rejected");
        over(call, refusal.reason(), rest, null, step);
        call.maker()
                .send(
                        message(refusal.type())
                                .with("callId", call.id())
                                .with("from", call.callee())
                                .with("reason", refusal.reason())
                                .with("status", status)
                                .with("text", words),
                        step);
    }

    /// SIP takes a call back that rings here.
    ///
    /// @param elsewhere true where another device took it
    void withdrawn(Device maker, boolean elsewhere, Step step) {
        for (Call call : List.copyOf(maker.calls())) {
            Json.Members told =
                    message(elsewhere ? "call-taken" : "call-cancel")
                            .with("callId", call.id())
                            .with("from", maker.user())
                            .with("byDevice", maker.id())
                            .with("reason", elsewhere ? "answered" : "cancelled");
            over(call, elsewhere ? "taken" : "cancelled", told, null, step);
        }
    }

    /// SIP did not take an offer for a change.
    ///
    /// @param glare true where both offered at once
    void unchanged(Device sipDevice, boolean glare, Step step) {
        for (Call call : sipDevice.calls()) {
            Device other = call.otherEnd(sipDevice);
            if (other != null && call.asking() == other) {
                call.asking(null);
                Json.Members asked = message("call-renegotiate").with("callId", call.id());
                other.send((glare ? Refusal.GLARE : Refusal.NOT_ACCEPTED).message(asked), step);
            }
        }
    }

    /// A device rings no longer; the last one ends the call.
    private void legGone(Call call, Device device, Step step) {
        table.quiet(call, device);
        presence.touch(device.user());
        if (call.legs().isEmpty()) {
            String type = call.wasBusy() ? "call-busy" : "call-unavailable";
            String reason = call.wasBusy() ? "busy" : "offline";
            over(call, reason, null, null, step);
            tellMaker(call, type, reason, step);
        }
    }

    // What either does

    private @Nullable Refusal hangUp(Device from, Call call, Json.Members message, Step step) {
        if (call.legs().containsKey(from)) {
            return reject(from, call, message, step);
        }
        Device other = call.otherEnd(from);
        if (other != null) {
            call.hungUpBy(from);
            over(call, "ended", null, null, step);
            other.send(stamped(message.with("type", "call-end"), from), step);
            return null;
        }
        Json.Members cancel = stamped(message.with("type", "call-cancel"), from);
        over(call, "cancelled", cancel.with("callId", call.id()), null, step);
        return null;
    }

    /// Whoever was asked first and has not answered must not be asked again: of two offers that
    /// cross, the maker's counts.
    private @Nullable Refusal renegotiate(Device from, Call call, Json.Members message, Step step) {
        Device other = call.otherEnd(from);
        if (other == null) {
            return Refusal.NO_SUCH_CALL;
        }
        if (!hasSdp(message.get("offer"))) {
            return Refusal.BAD_MESSAGE;
        }
        if (call.asking() == other && other == call.maker()) {
            counters.glare();
            return Refusal.GLARE;
        }
        call.asking(from);
        return passed(other.send(stamped(message, from), step));
    }

    private @Nullable Refusal renegotiated(
            Device from, Call call, Json.Members message, Step step) {
        Device other = call.otherEnd(from);
        if (other == null || call.asking() != other) {
            return Refusal.NO_SUCH_CALL;
        }
        if (!hasSdp(message.get("answer"))) {
            return Refusal.BAD_MESSAGE;
        }
        call.asking(null);
        return passed(other.send(stamped(message, from), step));
    }

    /// One candidate, or several at once; an empty one says that there are no more.
    private @Nullable Refusal candidate(
            Device from, @Nullable Call call, Json.Members message, Step step) {
        if (!Messages.isCandidate(message)) {
            return Refusal.BAD_MESSAGE;
        }
        if (call == null) {
            String to = message.text("toId");
            return to == null
                    ? Refusal.NO_SUCH_CALL
                    : full(
                            from.keepEarly(
                                    message.text("callId"),
                                    access.name(to, from.user()),
                                    message,
                                    step.now()));
        }
        Json.Members passed = stamped(message, from).with("callId", call.id());
        Device other = call.otherEnd(from);
        if (other != null) {
            return passed(other.send(passed, step));
        }
        Call.Leg leg = call.legs().get(from);
        if (leg == null && from != call.maker()) {
            return Refusal.NO_SUCH_CALL; // somebody else has taken it
        }
        List<Json.Members> kept = leg == null ? call.candidates() : leg.early;
        if (kept.size() >= SignalSettings.MOST_CANDIDATES) {
            return Refusal.TOO_MANY_CANDIDATES;
        }
        kept.add(passed);
        if (leg == null) {
            call.legs().keySet().forEach(device -> device.send(passed, step));
        }
        return null;
    }

    private static @Nullable Refusal full(boolean kept) {
        return kept ? null : Refusal.TOO_MANY_CANDIDATES;
    }

    private static @Nullable Refusal passed(boolean sent) {
        return sent ? null : Refusal.QUEUE_FULL;
    }

    // Devices that come and go

    /// A device has come (back): it rings too.
    void came(Device device, Step step) {
        for (Call call : table.ringingFor(device.user())) {
            if (call.legs().containsKey(device)) {
                reached(call, step);
            } else if (call.isFor(device) && !device.isBusy()) {
                boolean first = !call.hasRung();
                ring(call, device, step);
                if (first) {
                    due.set(call, step.now() + settings.ringNs());
                }
            }
        }
    }

    /// A device that was gone has its offer now.
    private void reached(Call call, Step step) {
        if (!call.hasRung()) {
            call.rang(step.now());
            due.set(call, step.now() + settings.ringNs());
        }
    }

    /// A device is gone for good: so are its calls.
    void gone(Device device, Step step) {
        for (Call call : List.copyOf(device.calls())) {
            Json.Members end =
                    message("call-end")
                            .with("callId", call.id())
                            .with("from", device.user())
                            .with("fromDevice", device.id())
                            .with("reason", "lost");
            Device other = call.otherEnd(device);
            if (other != null) {
                over(call, "lost", null, null, step);
                other.send(end, step);
            } else if (call.legs().containsKey(device)) {
                legGone(call, device, step);
            } else {
                over(call, "lost", end.with("type", "call-cancel"), null, step);
            }
        }
    }

    /// It has rung long enough.
    void due(Call call, Step step) {
        String reason = call.hasRung() ? "timeout" : "offline";
        Json.Members end =
                message(call.hasRung() ? "call-timeout" : "call-unavailable")
                        .with("callId", call.id())
                        .with("reason", reason);
        over(
                call,
                reason,
                end.with("type", "call-timeout").with("from", call.maker().user()),
                end.with("from", call.callee()),
                step);
    }

    private void drop(Call call, String reason, Json.Members toMaker, Step step) {
        Json.Members cancel =
                message("call-cancel")
                        .with("callId", call.id())
                        .with("from", call.maker().user())
                        .with("reason", reason);
        over(call, reason, cancel, toMaker, step);
    }

    /// A call ends: what those hear who are rung, and what its maker hears.
    void over(
            Call call,
            String reason,
            Json.@Nullable Members toLegs,
            Json.@Nullable Members toMaker,
            Step step) {
        counters.ended(reason);
        CallNews.ended(call, reason, step);
        List<Device> rung = List.copyOf(call.legs().keySet());
        Device taker = call.taker();
        table.remove(call);
        for (Device device : rung) {
            if (toLegs != null) {
                device.send(toLegs, step);
            }
            presence.touch(device.user());
        }
        if (toMaker != null) {
            call.maker().send(toMaker, step);
        }
        if (taker != null) {
            presence.touch(taker.user());
        }
        presence.touch(call.maker().user());
    }

    private static void tell(Device device, String callId, Json.Members message, Step step) {
        device.send(message.with("callId", callId), step);
    }
}
