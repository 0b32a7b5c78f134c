package jackfield.roles.relay.ng;

import jackfield.base.Parsed;
import jackfield.media.transcode.AudioCodec;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.Subscriptions;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `subscribe request`, `subscribe answer`, `unsubscribe`, `publish`, `connect`, `create` and
/// `create answer`: parties that talk to the relay alone.
final class GuestCommands {
    private static final String NO_CALL_ID = "No call-id in message";
    private static final String NO_TO_TAG = "No to-tag in message";
    private static final String NO_SDP = "No SDP body in message";
    private static final String UNKNOWN_CALL = "Unknown call-ID";
    static final String NO_SUCH_FROM_TAG = "From-tag given, but no such tag exists";
    private static final String NO_SUCH_TAG = "Call-ID not found or tags didn't match";
    private static final int MOST_MEDIA = 4;

    private final Subscriptions parties;
    private final NgCalls calls;
    private final Statistics statistics;
    private final String mark;
    private long made;

    /// @param mark before the tags and Call-IDs that are made here
    GuestCommands(Subscriptions parties, NgCalls calls, Statistics statistics, String mark) {
        this.parties = parties;
        this.calls = calls;
        this.statistics = statistics;
        this.mark = mark;
    }

    /// Adds the commands.
    void addTo(Map<String, Command> table) {
        table.put("subscribe request", Command.of(this::subscribe));
        table.put("subscribe answer", Command.of(this::subscribed));
        table.put("unsubscribe", Command.of(this::unsubscribe));
        table.put("publish", Command.of(this::publish));
        table.put("connect", Command.of(this::connect));
        table.put("create", Command.of(this::create));
        table.put("create answer", Command.of(this::created));
    }

    private NgValue.Dictionary subscribe(NgRequest request, long now) {
        String callId = request.text("call-id");
        NgCalls.Call call = callId == null ? null : calls.get(callId);
        if (call == null) {
            return Fields.error(callId == null ? NO_CALL_ID : UNKNOWN_CALL);
        }
        List<String> sources = sources(call, request);
        if (request.hasFlag("mix") && sources.size() > 1) {
            return Fields.error("Unsupported: subscribe request with mix of several; ask for each");
        }
        if (sources.isEmpty()) {
            return Fields.error("No monologues matched");
        }
        if (sources.stream().anyMatch(each -> call.tag(each) == null)) {
            return Fields.error(NO_SUCH_FROM_TAG);
        }
        String listener = request.text("to-tag", "");
        String tag = listener.isEmpty() ? generated("sub") : listener;
        Passed passed =
                parties.subscribe(
                        new Subscriptions.Listening(
                                call.relayed(), sources, tag, request.hasFlag("inactive")),
                        new NgOptions(request)::answerer,
                        now);
        if (!(passed instanceof Passed.Rewritten(byte[] sdp))) {
            return refused(passed);
        }
        NgCalls.Tag known = joined(call, tag, true, now);
        String label = request.text("set-label");
        if (known != null && label != null) {
            known.label = NgCalls.bounded(label);
        }
        if (known != null) {
            call.hears.put(tag, List.copyOf(sources));
        }
        List<Subscriptions.Source> heard =
                request.hasFlag("siprec") ? parties.sources(call.relayed(), tag) : List.of();
        Fields reply =
                sdp(heard.isEmpty() ? sdp : RecordingSession.labelled(sdp))
                        .put("to-tag", tag)
                        .texts("from-tags", sources);
        if (sources.size() == 1) {
            reply.put("from-tag", sources.getFirst());
        }
        if (!heard.isEmpty()) {
            RecordingSession.describe(heard, reply);
        }
        return reply.dictionary();
    }

    /// Whom a listener is to hear: by tags, by label, or all who are no listeners themselves.
    private static List<String> sources(NgCalls.Call call, NgRequest request) {
        List<String> tags = new ArrayList<>(request.list("from-tags"));
        String from = request.text("from-tag");
        if (from != null && !tags.contains(from)) {
            tags.addFirst(from);
        }
        String label = request.text("label", "");
        boolean all = request.hasFlag("all") || request.word("all").equals("all");
        for (NgCalls.Tag each : call.tags.values()) {
            boolean named = !label.isEmpty() && each.label.equals(label);
            boolean listens = Boolean.TRUE.equals(call.guests.get(each.tag));
            if ((all && !listens || named) && !tags.contains(each.tag)) {
                tags.add(each.tag);
            }
        }
        return tags;
    }

    private NgValue.Dictionary subscribed(NgRequest request, long now) {
        return answered(
                request,
                request.text("to-tag"),
                NO_TO_TAG,
                (call, tag, sdp) -> parties.subscribed(call.relayed(), tag, sdp, now));
    }

    private NgValue.Dictionary created(NgRequest request, long now) {
        return answered(
                request,
                request.text("from-tag"),
                "No from-tag in message",
                (call, tag, sdp) -> parties.created(call.relayed(), tag, sdp, now));
    }

    /// Takes an answer to an offer of ours.
    private interface Taking {
        @Nullable String why(NgCalls.Call call, String tag, byte[] sdp);
    }

    private NgValue.Dictionary answered(
            NgRequest request, @Nullable String tag, String without, Taking taking) {
        String callId = request.text("call-id");
        String sdp = request.text("sdp");
        NgCalls.Call call = callId == null ? null : calls.get(callId);
        if (call == null) {
            return Fields.error(callId == null ? NO_CALL_ID : UNKNOWN_CALL);
        }
        if (tag == null || sdp == null) {
            return Fields.error(tag == null ? without : NO_SDP);
        }
        if (call.tag(tag) == null && without.equals(NO_TO_TAG)) {
            return Fields.error("To-tag not found");
        }
        String why = taking.why(call, tag, sdp.getBytes(StandardCharsets.ISO_8859_1));
        return why == null ? Fields.ok().dictionary() : Fields.error(told(why));
    }

    private NgValue.Dictionary unsubscribe(NgRequest request, long now) {
        String callId = request.text("call-id");
        String tag = request.text("to-tag");
        NgCalls.Call call = callId == null ? null : calls.get(callId);
        if (call == null) {
            return Fields.error(callId == null ? NO_CALL_ID : UNKNOWN_CALL);
        }
        if (tag == null) {
            return Fields.error(NO_TO_TAG);
        }
        String from = request.hasFlag("directional") ? request.text("from-tag") : null;
        if (!parties.unsubscribe(call.relayed(), tag, from, now)) {
            // As rtpengine: who hears nobody may be told so again.
            return Fields.ok().put("warning", NO_SUCH_TAG).dictionary();
        }
        if (from == null) {
            call.leave(tag);
        } else {
            call.hears.computeIfPresent(
                    tag, (_, heard) -> heard.stream().filter(each -> !each.equals(from)).toList());
        }
        return Fields.ok().dictionary();
    }

    private NgValue.Dictionary publish(NgRequest request, long now) {
        String sdp = request.text("sdp");
        if (sdp == null) {
            return Fields.error(NO_SDP);
        }
        byte[] bytes = sdp.getBytes(StandardCharsets.ISO_8859_1);
        if (!(SessionDescription.parse(bytes) instanceof Parsed.Ok<SessionDescription> _)) {
            return Fields.error("Failed to parse SDP");
        }
        String callId = request.text("call-id", "");
        callId = callId.isEmpty() ? generated("call") : callId;
        String from = request.text("from-tag", "");
        from = from.isEmpty() ? generated("pub") : from;
        List<String> codecs = new ArrayList<>(request.list("codec", "accept"));
        codecs.addAll(request.list("codec", "offer"));
        Passed passed =
                parties.publish(
                        new Subscriptions.Publishing(
                                NgCalls.relayed(callId), from, new NgOptions(request).offerer()),
                        bytes,
                        codecs,
                        request.hasFlag("bidirectional"),
                        now);
        return began(passed, request, callId, from, now);
    }

    private NgValue.Dictionary create(NgRequest request, long now) {
        String callId = request.text("call-id", "");
        callId = callId.isEmpty() ? generated("call") : callId;
        String from = request.text("from-tag", "");
        from = from.isEmpty() ? generated("new") : from;
        StringBuilder text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n");
        String why = wanted(request.value("medias"), text);
        if (why != null) {
            return Fields.error(why);
        }
        SessionDescription wanted =
                SessionDescription.parse(text.toString().getBytes(StandardCharsets.ISO_8859_1))
                        .orThrow();
        Passed passed =
                parties.create(
                        NgCalls.relayed(callId),
                        from,
                        wanted,
                        new NgOptions(request).answerer(wanted),
                        now);
        return began(passed, request, callId, from, now);
    }

    /// Writes the media of `medias`, `[{type, codecs}]`; one of G.711 and Opus without. Why not;
    /// null when it is done.
    private static @Nullable String wanted(@Nullable NgValue medias, StringBuilder to) {
        if (!(medias instanceof NgValue.Items(List<NgValue> items)) || items.isEmpty()) {
            audio(List.of(AudioCodec.PCMA, AudioCodec.PCMU, AudioCodec.OPUS), to);
            return null;
        }
        if (items.size() > MOST_MEDIA) {
            return "Too many media";
        }
        for (NgValue each : items) {
            if (!(each instanceof NgValue.Dictionary(Map<String, NgValue> entries))
                    || !(entries.get("type") instanceof NgValue.Text(String type))
                    || !type.equals("audio")) {
                return "Unsupported: create with media other than audio";
            }
            List<AudioCodec> codecs = new ArrayList<>();
            if (entries.get("codecs") instanceof NgValue.Items(List<NgValue> names)) {
                for (NgValue name : names) {
                    AudioCodec codec =
                            name instanceof NgValue.Text(String text)
                                    ? AudioCodec.named(text)
                                    : null;
                    if (codec != null && !codecs.contains(codec)) {
                        codecs.add(codec);
                    }
                }
            }
            if (codecs.isEmpty()) {
                return "No codec that is known here";
            }
            audio(codecs, to);
        }
        return null;
    }

    private static void audio(List<AudioCodec> codecs, StringBuilder to) {
        List<Codec> numbered = new ArrayList<>();
        int free = 96;
        for (AudioCodec each : codecs) {
            numbered.add(each.inSdp(each.number() < 0 ? free++ : each.number()));
        }
        numbered.add(new Codec(101, "telephone-event", 8000, 1, "0-16"));
        to.append("m=audio 9 RTP/AVP");
        numbered.forEach(each -> to.append(' ').append(each.payloadType()));
        to.append("\r\n");
        for (Codec each : numbered) {
            int number = each.payloadType();
            to.append("a=rtpmap:").append(each.rtpmap()).append("\r\n");
            if (each.fmtp() != null) {
                to.append("a=fmtp:").append(number).append(' ').append(each.fmtp()).append("\r\n");
            }
        }
    }

    private NgValue.Dictionary began(
            Passed passed, NgRequest request, String callId, String tag, long now) {
        if (!(passed instanceof Passed.Rewritten(byte[] sdp))) {
            return refused(passed);
        }
        boolean first = calls.get(callId) == null;
        NgCalls.Call call = calls.make(callId, now);
        if (first) {
            statistics.began(now);
        }
        NgCalls.Tag known = joined(call, tag, false, now);
        String label = request.text("set-label", request.text("label", ""));
        if (known != null && !label.isEmpty()) {
            known.label = NgCalls.bounded(label);
        }
        return sdp(sdp).put("call-id", callId).put("from-tag", tag).dictionary();
    }

    private static NgCalls.@Nullable Tag joined(
            NgCalls.Call call, String tag, boolean listens, long now) {
        call.lastSignal = now;
        NgCalls.Tag known = call.seen(tag, now);
        if (known != null) {
            call.guests.put(tag, listens);
        }
        return known;
    }

    private NgValue.Dictionary connect(NgRequest request, long now) {
        String callId = request.text("call-id");
        String to = request.text("to-tag");
        List<String> from = new ArrayList<>(request.list("from-tags"));
        from.addAll(request.list("from-tag"));
        if (callId == null || to == null || from.isEmpty()) {
            return Fields.error(
                    callId == null
                            ? NO_CALL_ID
                            : to == null ? "No to-tag in message" : "No from-tag in message");
        }
        NgCalls.Call call = calls.get(callId);
        if (call == null) {
            return Fields.error(UNKNOWN_CALL);
        }
        NgCalls.Call other = calls.get(request.text("to-call-id", callId));
        if (other == null) {
            return Fields.error(UNKNOWN_CALL);
        }
        if (from.size() > 1) {
            return Fields.error("Unsupported: connect of several; use subscribe request");
        }
        String why =
                parties.connect(
                        new Subscriptions.Named(call.relayed(), from.getFirst()),
                        new Subscriptions.Named(other.relayed(), to),
                        request.hasFlag("directional") && !request.hasFlag("bidirectional"),
                        now);
        if (why != null) {
            return Fields.error(told(why));
        }
        call.lastSignal = now;
        other.lastSignal = now;
        return Fields.ok().dictionary();
    }

    private static NgValue.Dictionary refused(Passed passed) {
        return Fields.error(told(passed instanceof Passed.Refused(int _, String why) ? why : ""));
    }

    private static String told(String why) {
        return why.equals("Unknown party") ? NO_SUCH_TAG : why;
    }

    private static Fields sdp(byte[] sdp) {
        return Fields.ok().put("sdp", new String(sdp, StandardCharsets.ISO_8859_1));
    }

    private String generated(String what) {
        return mark + '-' + what + '-' + Long.toHexString(++made);
    }
}
