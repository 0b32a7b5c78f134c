package jackfield.roles.relay.ng;

import jackfield.base.Parsed;
import jackfield.media.dtmf.DtmfCode;
import jackfield.media.prompt.PcmClip;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.WavFile;
import jackfield.roles.relay.CallMedia;
import jackfield.roles.relay.CallMedia.MediaCommand;
import jackfield.roles.relay.CallMedia.Who;
import jackfield.roles.relay.Prompts;
import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.KeyBlocking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is done to the media of a running call: recording, blocking, playing, keys.
final class MediaCommands {
    private static final int MOST_KEYS = 64;
    private static final int LONGEST_TEXT = 1024;
    private static final String NO_PARTY = "No participant party specified";
    private static final String NOT_PLAYING = "Not currently playing media";
    private static final String NOT_RECORDING = "Not currently recording";

    private final CallMedia media;
    private final Prompts prompts;
    private final NgCalls calls;
    private final NgHost host;

    MediaCommands(CallMedia media, Prompts prompts, NgCalls calls, NgHost host) {
        this.media = media;
        this.prompts = prompts;
        this.calls = calls;
        this.host = host;
    }

    /// Adds the commands.
    void addTo(Map<String, Command> table) {
        table.put("start recording", this::startRecording);
        table.put("pause recording", ofCall(new MediaCommand.PauseRecording()));
        table.put("stop recording", this::stopRecording);
        table.put("block dtmf", this::blockDtmf);
        table.put("unblock dtmf", ofParty(new MediaCommand.BlockDtmf(KeyBlocking.OFF)));
        table.put("block media", ofParty(new MediaCommand.Shut(Gate.BLOCKED)));
        table.put("unblock media", ofParty(new MediaCommand.Shut(Gate.OPEN)));
        table.put("silence media", ofParty(new MediaCommand.Shut(Gate.SILENCED)));
        table.put("unsilence media", ofParty(new MediaCommand.Shut(Gate.OPEN)));
        table.put("play media", this::playMedia);
        table.put("stop media", ofOne(new MediaCommand.StopPlaying()));
        table.put("play dtmf", this::playDtmf);
    }

    /// Does what an offer or answer says of recording, and of media that is to pass or not.
    void signalled(NgCalls.Call call, NgRequest request, long now) {
        String dropped = request.word("drop-traffic");
        if (dropped.equals("start") || dropped.equals("stop")) {
            Gate gate = dropped.equals("start") ? Gate.BLOCKED : Gate.OPEN;
            media.command(call.relayed(), new Who.All(), new MediaCommand.Shut(gate), _ -> {}, now);
        }
        boolean off = Set.of("no", "off").contains(request.word("record-call"));
        if (request.hasFlag("record-call") && !off) {
            media.command(call.relayed(), new Who.All(), start(call, request), _ -> {}, now);
        } else if (off) {
            media.command(
                    call.relayed(), new Who.All(), new MediaCommand.StopRecording(), _ -> {}, now);
        }
    }

    private Command ofCall(MediaCommand command) {
        return (request, answer, now) -> run(request, new Who.All(), command, answer, now);
    }

    /// A command for one party, or for all where none is named.
    private Command ofParty(MediaCommand command) {
        return (request, answer, now) -> {
            Who who = who(request);
            run(request, who == null ? new Who.All() : who, command, answer, now);
        };
    }

    /// `DTMF-security` says what the other party gets instead.
    private void blockDtmf(NgRequest request, Command.Answer answer, long now) {
        KeyBlocking instead =
                switch (request.word("dtmf-security")) {
                    case "off" -> KeyBlocking.OFF;
                    case "silence" -> KeyBlocking.SILENCE;
                    case "tone" -> KeyBlocking.TONE;
                    case "zero" -> KeyBlocking.ZERO;
                    case "random" -> KeyBlocking.RANDOM;
                    default -> KeyBlocking.DROP;
                };
        ofParty(new MediaCommand.BlockDtmf(instead)).run(request, answer, now);
    }

    private Command ofOne(MediaCommand command) {
        return (request, answer, now) -> one(request, command, answer, now);
    }

    private void one(NgRequest request, MediaCommand command, Command.Answer answer, long now) {
        Who who = who(request);
        if (who != null) {
            run(request, who, command, answer, now);
        } else if (isOfKnown(request, answer)) {
            answer.say(Fields.error(NO_PARTY));
        }
    }

    /// True where the request is of a call that is there; else that is said.
    private boolean isKnown(NgRequest request, String unknown, Command.Answer answer) {
        String callId = request.text("call-id");
        boolean known = callId != null && calls.get(callId) != null;
        if (!known) {
            answer.say(Fields.error(callId == null ? "No call-id in message" : unknown));
        }
        return known;
    }

    /// True where the request is also of a party of it, or of no party by its tag.
    private boolean isOfKnown(NgRequest request, Command.Answer answer) {
        if (!isKnown(request, "Unknown call-ID", answer)) {
            return false;
        }
        NgCalls.Call call = Objects.requireNonNull(calls.get(request.text("call-id", "")));
        String from = request.text("from-tag");
        boolean party = from == null || call.tag(from) != null;
        if (!party) {
            answer.say(Fields.error(GuestCommands.NO_SUCH_FROM_TAG));
        }
        return party;
    }

    /// Whom a request means: by tag, by label, all, or by address; null where it does not say.
    private @Nullable Who who(NgRequest request) {
        String tag = request.text("from-tag");
        String label = request.text("label");
        NgCalls.Call call = calls.get(request.text("call-id", ""));
        if (tag != null) {
            return new Who.Tagged(tag);
        }
        if (label != null && call != null) {
            for (NgCalls.Tag each : call.tags.values()) {
                if (each.label.equals(label)) {
                    return new Who.Tagged(each.tag);
                }
            }
            return new Who.Tagged("");
        }
        if (request.hasFlag("all") || request.word("all").equals("all")) {
            return new Who.All();
        }
        String address = request.text("address");
        return address == null ? null : new Who.At(address.strip());
    }

    private void run(
            NgRequest request, Who who, MediaCommand command, Command.Answer answer, long now) {
        // In capitals or not, as rtpengine: somebody may compare.
        boolean recording =
                command instanceof MediaCommand.StartRecording
                        || command instanceof MediaCommand.PauseRecording
                        || command instanceof MediaCommand.StopRecording;
        boolean known =
                recording
                        ? isKnown(request, "Unknown call-id", answer)
                        : isOfKnown(request, answer);
        if (!known) {
            return;
        }
        NgCalls.Call call = Objects.requireNonNull(calls.get(request.text("call-id", "")));
        boolean played = call.played;
        media.command(
                call.relayed(),
                who,
                command,
                result -> host.resume(() -> answer.say(reply(result, played))),
                now);
    }

    private static NgValue.Dictionary reply(CallMedia.Answer result, boolean played) {
        return switch (result) {
            case CallMedia.Answer.Done() -> Fields.ok().dictionary();
            case CallMedia.Answer.Playing(long ms) ->
                    (ms == 0 ? Fields.ok() : Fields.ok().put("duration", ms)).dictionary();
            case CallMedia.Answer.Stopped(long ms) ->
                    Fields.ok().put("last-frame-pos", ms).dictionary();
            // As rtpengine: a player that has played to its end is stopped, and so is a recording
            // that never was.
            case CallMedia.Answer.Refused(String why) when why.equals(NOT_PLAYING) && played ->
                    Fields.ok().dictionary();
            case CallMedia.Answer.Refused(String why) when why.equals(NOT_RECORDING) ->
                    Fields.ok().dictionary();
            case CallMedia.Answer.Refused(String why) -> Fields.error(why);
        };
    }

    private void startRecording(NgRequest request, Command.Answer answer, long now) {
        NgCalls.Call call = calls.get(request.text("call-id", ""));
        run(request, new Who.All(), start(call, request), answer, now);
    }

    private void stopRecording(NgRequest request, Command.Answer answer, long now) {
        boolean pause = request.hasFlag("pause") || request.hasFlag("pause-recording");
        run(
                request,
                new Who.All(),
                pause ? new MediaCommand.PauseRecording() : new MediaCommand.StopRecording(),
                answer,
                now);
    }

    private static MediaCommand start(NgCalls.@Nullable Call call, NgRequest request) {
        String metadata = request.text("metadata", call == null ? "" : call.metadata);
        return new MediaCommand.StartRecording(
                new Recordings.Place(
                        request.text("recording-file"),
                        request.text("recording-dir"),
                        request.text("recording-pattern")),
                metadata.isEmpty() ? Map.of() : Map.of("metadata", bounded(metadata)));
    }

    private static String bounded(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    private void playMedia(NgRequest request, Command.Answer answer, long now) {
        if (!isOfKnown(request, answer)) {
            return;
        }
        if (who(request) == null) {
            answer.say(Fields.error(NO_PARTY));
            return;
        }
        Objects.requireNonNull(calls.get(request.text("call-id", ""))).played = true;
        String file = request.text("file");
        String blob = request.text("blob");
        String blob64 = request.text("blob64");
        if (file != null) {
            prompts.load(file, loaded -> host.resume(() -> play(request, loaded, answer, now)));
        } else if (blob != null) {
            byte[] bytes = blob.getBytes(StandardCharsets.ISO_8859_1);
            play(request, WavFile.parse(bytes), answer, now);
        } else if (blob64 != null) {
            play(request, decoded(blob64), answer, now);
        } else if (request.text("db-id") != null) {
            answer.say(Fields.error("Unsupported: db-id; name a file"));
        } else {
            answer.say(Fields.error("No media file specified"));
        }
    }

    private static Parsed<PcmClip> decoded(String blob64) {
        try {
            return WavFile.parse(Base64.getMimeDecoder().decode(blob64));
        } catch (IllegalArgumentException e) {
            return new Parsed.Bad<>("blob64", "not base64");
        }
    }

    private void play(NgRequest request, Parsed<PcmClip> loaded, Command.Answer answer, long now) {
        switch (loaded) {
            case Parsed.Bad<PcmClip>(String what, String got) ->
                    answer.say(
                            Fields.error("Failed to start media playback from file")
                                    .with("warning", new NgValue.Text(what + ": " + got)));
            case Parsed.Ok<PcmClip>(PcmClip clip) -> {
                Extent extent =
                        new Extent(
                                Math.max(0, request.whole("start-pos", 0)),
                                Math.clamp(request.whole("repeat-times", 1), 1, 1 << 20),
                                Math.max(0, request.whole("repeat-duration", 0)));
                boolean mixed = request.hasFlag("mix");
                one(request, new MediaCommand.Play(clip, extent, mixed), answer, now);
            }
        }
    }

    private void playDtmf(NgRequest request, Command.Answer answer, long now) {
        String code = request.text("code", "").strip();
        List<Integer> events = events(code);
        if (!isOfKnown(request, answer)) {
            return;
        }
        if (who(request) == null) {
            answer.say(Fields.error(NO_PARTY));
            return;
        }
        if (events.isEmpty()) {
            answer.say(Fields.error("Out of range 'code' specified"));
            return;
        }
        int duration = Math.clamp(request.whole("duration", 250), 100, 5000);
        int pause = Math.clamp(request.whole("pause", 100), 100, 5000);
        int volume = Math.clamp(Math.abs(request.whole("volume", 8)), 0, 63);
        one(request, new MediaCommand.PlayDtmf(events, duration, pause, volume), answer, now);
    }

    /// One digit as a symbol or as a number of up to 16, or several symbols.
    private static List<Integer> events(String code) {
        if (code.matches("1[0-6]")) {
            return List.of(Integer.parseInt(code));
        }
        List<Integer> events = new ArrayList<>();
        for (int i = 0; i < code.length() && i < MOST_KEYS; i++) {
            int event = DtmfCode.of(code.charAt(i));
            if (event < 0) {
                return List.of();
            }
            events.add(event);
        }
        return events;
    }
}
