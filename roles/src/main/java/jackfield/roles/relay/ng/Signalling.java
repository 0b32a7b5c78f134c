package jackfield.roles.relay.ng;

import jackfield.base.Parsed;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.Subscriptions;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `offer`, `answer` and `delete`: what makes, changes and ends calls.
///
/// The from-tag is that of the party who offered, in offers and in answers alike.
final class Signalling {
    private static final String NOT_FOUND = "Call-ID not found or tags didn't match";

    private final Relay relay;
    private final NgCalls calls;
    private final CallState states;
    private final Statistics statistics;
    private final Beside beside;
    private final String mark;
    private final Endings endings = new Endings();

    /// Does what else an offer or answer asks for, once it is passed.
    interface Also {
        void signalled(NgCalls.Call call, NgRequest request, long now);
    }

    /// What else is done by the way.
    ///
    /// @param parties ends those that talk to the relay alone, or to others than their dialog's;
    ///   null where there are none
    /// @param host is told of answers and ends
    record Beside(Also also, @Nullable Subscriptions parties, NgHost host) {}

    /// @param mark names this relay in SDP that it is to know again
    Signalling(
            Relay relay,
            NgCalls calls,
            CallState states,
            Statistics statistics,
            Beside beside,
            String mark) {
        this.beside = beside;
        this.relay = relay;
        this.calls = calls;
        this.states = states;
        this.statistics = statistics;
        this.mark = mark;
    }

    /// Adds the commands.
    void addTo(Map<String, Command> table) {
        table.put("offer", Command.of(this::offer));
        table.put("answer", Command.of(this::answer));
        table.put("delete", this::delete);
    }

    private NgValue.Dictionary offer(NgRequest request, long now) {
        String callId = request.text("call-id");
        String from = request.text("from-tag");
        String sdp = request.text("sdp");
        if (callId == null || from == null || sdp == null) {
            return Fields.error(missing(callId, sdp));
        }
        if (request.hasFlag("fragment")) {
            relay.trickle(
                    NgCalls.relayed(callId), from, sdp.getBytes(StandardCharsets.ISO_8859_1), now);
            return Fields.ok().dictionary();
        }
        byte[] bytes = sdp.getBytes(StandardCharsets.ISO_8859_1);
        return switch (SessionDescription.parse(bytes)) {
            case Parsed.Bad<SessionDescription> _ -> Fields.error("Failed to parse SDP");
            case Parsed.Ok<SessionDescription>(SessionDescription offer) ->
                    offer.media().isEmpty()
                            ? Fields.error("Incomplete SDP specification")
                            : offer(request, callId, from, offer, bytes, now);
        };
    }

    private NgValue.Dictionary offer(
            NgRequest request,
            String callId,
            String from,
            SessionDescription offer,
            byte[] bytes,
            long now) {
        SdpTouches touches = new SdpTouches(request, mark, false);
        if (touches.isLoop(offer)) {
            return Fields.ok().put("sdp", text(bytes)).dictionary();
        }
        String to = request.text("to-tag");
        String branch = request.text("via-branch", "");
        NgCalls.Call known = calls.get(callId);
        NgCalls.Fork fork = known == null ? null : known.offered(from, to, branch);
        NgOptions options = new NgOptions(request);
        Exchange exchange =
                new Exchange(
                        NgCalls.relayed(callId),
                        from,
                        to,
                        fork == null ? branch : fork.branch,
                        options.exchange(true));
        SessionDescription arriving = touches.arriving(offer);
        byte[] body = arriving.equals(offer) ? bytes : arriving.toBytes();
        Passed passed =
                relay.offer(exchange, body, options.offerer(), options.answerer(offer), now);
        if (passed instanceof Passed.Rewritten) {
            NgCalls.Call call = calls.make(callId, now);
            if (known == null) {
                statistics.began(now);
            }
            signalled(call, request, now);
            label(call.seen(from, now), request);
            if (fork == null) {
                fork = new NgCalls.Fork(from, branch);
                call.add(fork);
            }
            fork.trickles = SdpTouches.trickles(offer);
            endings.keep(call, fork);
            if (to != null && fork.answerer == null && !fork.offerer.equals(to)) {
                call.answeredBy(fork, to, now);
            }
        }
        return passed(request, passed, offer, touches);
    }

    private NgValue.Dictionary answer(NgRequest request, long now) {
        String callId = request.text("call-id");
        String from = request.text("from-tag");
        String to = request.text("to-tag");
        String sdp = request.text("sdp");
        if (callId == null || from == null || sdp == null) {
            return Fields.error(missing(callId, sdp));
        }
        if (to == null) {
            return Fields.error("No to-tag in message");
        }
        byte[] bytes = sdp.getBytes(StandardCharsets.ISO_8859_1);
        if (!(SessionDescription.parse(bytes)
                instanceof Parsed.Ok<SessionDescription>(SessionDescription answer))) {
            return Fields.error("Failed to parse SDP");
        }
        NgCalls.Call call = calls.get(callId);
        if (call == null) {
            return Fields.error("Unknown call-id");
        }
        NgCalls.Fork fork = call.answered(from, to, request.text("via-branch"));
        if (fork == null) {
            return Fields.error("Invalid dialogue association");
        }
        Exchange exchange =
                new Exchange(
                        call.relayed(),
                        from,
                        to,
                        fork.branch,
                        new NgOptions(request).exchange(false));
        SdpTouches touches = new SdpTouches(request, mark, fork.trickles);
        SessionDescription arriving = touches.arriving(answer);
        byte[] body = arriving.equals(answer) ? bytes : arriving.toBytes();
        Passed passed = relay.answer(exchange, body, now);
        if (passed instanceof Passed.Rewritten) {
            signalled(call, request, now);
            endings.keep(call, fork);
            if (fork.offerer.equals(from)) {
                call.answeredBy(fork, to, now);
            }
            if (call.answered == 0) {
                call.answered = now;
                beside.host().answered(NgCallView.of(call));
            }
            NgCalls.Tag answerer = call.tag(to);
            label(answerer, request);
            String label = request.text("to-label");
            if (answerer != null && label != null) {
                answerer.label = NgCalls.bounded(label);
            }
        }
        return passed(request, passed, answer, touches);
    }

    private static String missing(@Nullable String callId, @Nullable String sdp) {
        if (sdp == null) {
            return "No SDP body in message";
        }
        return callId == null ? "No call-id in message" : "No from-tag in message";
    }

    /// A label is that of the one who wrote the SDP: in an answer the answerer's.
    private static void label(NgCalls.@Nullable Tag writer, NgRequest request) {
        String label = request.text("set-label", request.text("label", ""));
        if (writer != null && !label.isEmpty()) {
            writer.label = NgCalls.bounded(label);
        }
    }

    private void signalled(NgCalls.Call call, NgRequest request, long now) {
        call.lastSignal = now;
        String metadata = request.text("metadata");
        if (metadata != null) {
            call.metadata = NgCalls.bounded(metadata);
        }
        beside.also().signalled(call, request, now);
    }

    private static NgValue.Dictionary passed(
            NgRequest request, Passed passed, SessionDescription came, SdpTouches touches) {
        return switch (passed) {
            case Passed.Rewritten(byte[] sdp) ->
                    Fields.ok().put("sdp", text(touches.touch(came, sdp))).dictionary();
            case Passed.Refused(int status, String why) -> {
                boolean load = status == 503 && request.words("supports").contains("load-limit");
                yield load && why.endsWith("limit reached")
                        ? Fields.result("load limit").put("message", why).dictionary()
                        : Fields.error(why);
            }
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Without tags the whole call; with a branch or a tag that fork, and the call with its last.
    /// The media is looked at before it goes, and told once the media shard has answered.
    private void delete(NgRequest request, Command.Answer answer, long now) {
        String callId = request.text("call-id");
        if (callId == null) {
            answer.say(Fields.error("No call-id in message"));
            return;
        }
        NgCalls.Call call = calls.get(callId);
        if (call != null && leaves(call, request, now)) {
            answer.say(Fields.ok().dictionary());
            return;
        }
        Set<NgCalls.Fork> forks = call == null ? Set.of() : doomed(call, request);
        boolean guestsOnly =
                call != null && call.forks.isEmpty() && request.text("from-tag") == null;
        if (call == null || forks.isEmpty() && !guestsOnly) {
            answer.say(
                    request.hasFlag("fatal")
                            ? Fields.error(NOT_FOUND)
                            : Fields.ok().put("warning", NOT_FOUND).dictionary());
            return;
        }
        List<NgCalls.Fork> stay = staying(call, forks);
        // Who hangs up ends the call, not only its own fork of it.
        boolean talked = forks.stream().anyMatch(each -> each.answerer != null);
        boolean whole = stay.isEmpty() || talked && stay.stream().allMatch(f -> f.answerer == null);
        if (request.hasFlag("fast")) {
            answer.say(Fields.ok().dictionary());
        } else {
            states.report(call, now, answer);
        }
        long delay = Endings.delay(request);
        if (whole) {
            call.ending(request.text("from-tag"));
        }
        if (delay > 0) {
            endings.later(call, whole ? null : forks, now + delay);
        } else {
            end(call, whole ? List.of() : stay, now);
        }
    }

    /// The forks that a delete of these leaves: the relay knows forks by their branches.
    private static List<NgCalls.Fork> staying(NgCalls.Call call, Set<NgCalls.Fork> doomed) {
        List<NgCalls.Fork> stay = new ArrayList<>(call.forks);
        stay.removeIf(each -> doomed.stream().anyMatch(f -> f.branch.equals(each.branch)));
        return stay;
    }

    /// Does the deletes that have waited long enough.
    void wake(long now) {
        for (Endings.Due due = endings.next(now); due != null; due = endings.next(now)) {
            Set<NgCalls.Fork> forks = due.forks();
            end(due.call(), forks == null ? List.of() : staying(due.call(), forks), now);
        }
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    long deadline() {
        return endings.deadline();
    }

    /// The call ended by itself.
    void gone(NgCalls.Call call) {
        endings.gone(call);
    }

    /// A delete by the tag of one who talks to us alone ends that one; the call too, where it was
    /// the last party. So does one by the tag of a party whose other one was connected to somebody
    /// else: that one talks on.
    private boolean leaves(NgCalls.Call call, NgRequest request, long now) {
        String tag = request.text("from-tag");
        Subscriptions parties = beside.parties();
        if (tag == null || parties == null) {
            return false;
        }
        if (!call.guests.containsKey(tag)) {
            return leftBehind(call, tag, parties) && parties.leave(call.relayed(), tag, now);
        }
        if (!parties.leave(call.relayed(), tag, now)) {
            return false;
        }
        call.leave(tag);
        if (call.forks.isEmpty() && !call.guests.containsValue(false)) {
            end(call, List.of(), now);
        }
        return true;
    }

    private static boolean leftBehind(NgCalls.Call call, String tag, Subscriptions parties) {
        return !parties.isConnected(call.relayed(), tag)
                && call.partners(tag).stream()
                        .anyMatch(each -> parties.isConnected(call.relayed(), each));
    }

    private void end(NgCalls.Call call, List<NgCalls.Fork> stay, long now) {
        if (stay.isEmpty()) {
            beside.host().ended(NgCallView.of(call), call.endedByFirst, "its proxy said so", now);
            calls.remove(call.id);
            endings.gone(call);
            statistics.ended(call, now);
            relay.release(call.relayed(), now);
            return;
        }
        for (NgCalls.Fork each : List.copyOf(call.forks)) {
            if (!stay.contains(each)) {
                call.forks.remove(each);
                if (each.answerer != null) {
                    call.tags.remove(each.answerer);
                }
                relay.release(call.relayed(), each.branch, now);
            }
        }
    }

    /// The forks that a delete means; none when nothing fits. The to-tag counts only where the flag
    /// of this name says so: a proxy sends that of whatever response came.
    private static Set<NgCalls.Fork> doomed(NgCalls.Call call, NgRequest request) {
        String from = request.text("from-tag");
        String to = request.hasFlag("to-tag") ? request.text("to-tag") : null;
        String branch = request.text("via-branch", "");
        Set<NgCalls.Fork> doomed = new LinkedHashSet<>();
        for (NgCalls.Fork each : call.forks) {
            if (!branch.isEmpty() && each.branch.equals(branch)) {
                doomed.add(each);
            }
        }
        if (!doomed.isEmpty()) {
            return doomed;
        }
        for (NgCalls.Fork each : call.forks) {
            if (from == null || call.isOf(each, from) && (to == null || call.isOf(each, to))) {
                doomed.add(each);
            }
        }
        return doomed;
    }
}
