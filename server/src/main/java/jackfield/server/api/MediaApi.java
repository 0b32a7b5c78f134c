package jackfield.server.api;

import jackfield.base.Parsed;
import jackfield.media.dtmf.DtmfCode;
import jackfield.media.prompt.PcmClip;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.roles.relay.CallMedia;
import jackfield.roles.relay.CallMedia.MediaCommand;
import jackfield.roles.relay.CallMedia.Who;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.KeyBlocking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `POST /api/calls/{id}/media`: what is done to the sound of a running call. All is said in the
/// query: `do` names it, `party` the tag of whom it concerns (all where it is missing).
public final class MediaApi {
    private static final int MOST_DIGITS = 64;

    private final AdminAccess access;
    private final MediaView node;

    /// What the node does.
    public interface MediaView {
        /// Does it and waits for what came of it.
        CallMedia.Answer command(String callId, Who who, MediaCommand command);

        /// A clip by name, waited for.
        Parsed<PcmClip> clip(String name);
    }

    public MediaApi(AdminAccess access, MediaView node) {
        this.access = access;
        this.node = node;
    }

    /// `POST /api/calls/{id}/media?do=record`, `pause`, `stop-recording`, `play&file=x.wav` (with
    /// `mix=yes`, `times`, `start-ms`, `longest-ms`), `stop`, `dtmf&digits=12#`, `block`,
    /// `silence`, `open`, `block-dtmf` (with `instead`), `unblock-dtmf`.
    ///
    /// @param query gives a parameter by its name; null for none
    public Answer command(
            @Nullable String authorization,
            String callId,
            Function<String, @Nullable String> query) {
        return access.guarded(
                authorization,
                () -> {
                    String party = query.apply("party");
                    Who who = party == null ? new Who.All() : new Who.Tagged(party);
                    String what = query.apply("do");
                    return switch (what == null ? "" : what) {
                        case "record" -> run(callId, who, MediaCommand.StartRecording.USUAL);
                        case "pause" -> run(callId, who, new MediaCommand.PauseRecording());
                        case "stop-recording" -> run(callId, who, new MediaCommand.StopRecording());
                        case "block" -> run(callId, who, new MediaCommand.Shut(Gate.BLOCKED));
                        case "silence" -> run(callId, who, new MediaCommand.Shut(Gate.SILENCED));
                        case "open" -> run(callId, who, new MediaCommand.Shut(Gate.OPEN));
                        case "block-dtmf" -> block(callId, who, query.apply("instead"));
                        case "unblock-dtmf" ->
                                run(callId, who, new MediaCommand.BlockDtmf(KeyBlocking.OFF));
                        case "stop" -> run(callId, who, new MediaCommand.StopPlaying());
                        case "play" -> play(callId, who, query);
                        case "dtmf" -> dtmf(callId, who, query.apply("digits"));
                        default ->
                                Answer.error(
                                        400,
                                        "do: record, pause, stop-recording, play, stop, dtmf,"
                                                + " block, silence, open, block-dtmf or"
                                                + " unblock-dtmf");
                    };
                });
    }

    /// What the other party gets instead of a key.
    private Answer block(String callId, Who who, @Nullable String instead) {
        KeyBlocking mode =
                switch (instead == null ? "drop" : instead) {
                    case "drop" -> KeyBlocking.DROP;
                    case "silence" -> KeyBlocking.SILENCE;
                    case "tone" -> KeyBlocking.TONE;
                    case "zero" -> KeyBlocking.ZERO;
                    case "random" -> KeyBlocking.RANDOM;
                    default -> KeyBlocking.OFF;
                };
        return mode.isOn()
                ? run(callId, who, new MediaCommand.BlockDtmf(mode))
                : Answer.error(400, "instead: drop, silence, tone, zero or random");
    }

    private Answer play(String callId, Who who, Function<String, @Nullable String> query) {
        String file = query.apply("file");
        long times = whole(query.apply("times"), 1);
        long start = whole(query.apply("start-ms"), 0);
        long longest = whole(query.apply("longest-ms"), 0);
        if (times < 1 || start < 0 || longest < 0) {
            return Answer.error(
                    400, "times, start-ms, longest-ms: whole numbers of up to 9 digits");
        }
        boolean mixed = "yes".equals(query.apply("mix"));
        if (file == null) {
            return Answer.error(400, "file: name a WAV file of the folder media.prompts");
        }
        return switch (node.clip(file)) {
            case Parsed.Bad<PcmClip>(String what, String got) ->
                    Answer.error(404, what + ": " + got);
            case Parsed.Ok<PcmClip>(PcmClip clip) ->
                    run(
                            callId,
                            who,
                            new MediaCommand.Play(
                                    clip, new Extent(start, (int) times, longest), mixed));
        };
    }

    /// The number; -1 where there is text that is none.
    private static long whole(@Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }

    private Answer dtmf(String callId, Who who, @Nullable String digits) {
        List<Integer> events = new ArrayList<>();
        for (int i = 0; digits != null && i < digits.length() && i < MOST_DIGITS; i++) {
            int event = DtmfCode.of(digits.charAt(i));
            if (!DtmfCode.isDigit(event)) {
                return Answer.error(400, "digits: 0 to 9, *, # and A to D");
            }
            events.add(event);
        }
        return events.isEmpty()
                ? Answer.error(400, "digits: name some")
                : run(callId, who, new MediaCommand.PlayDtmf(events, 250, 100, 8));
    }

    private Answer run(String callId, Who who, MediaCommand command) {
        return switch (node.command(callId, who, command)) {
            case CallMedia.Answer.Done() -> Answer.ok(Map.of("done", true));
            case CallMedia.Answer.Playing(long ms) -> Answer.ok(Map.of("durationMs", ms));
            case CallMedia.Answer.Stopped(long ms) -> Answer.ok(Map.of("positionMs", ms));
            case CallMedia.Answer.Refused(String why) ->
                    Answer.error(why.startsWith("Unknown") ? 404 : 409, why);
        };
    }
}
