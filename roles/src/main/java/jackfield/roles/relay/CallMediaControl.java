package jackfield.roles.relay;

import jackfield.media.prompt.AudioSource;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.ToneSource;
import jackfield.roles.relay.CallMedia.Answer;
import jackfield.roles.relay.CallMedia.MediaCommand;
import jackfield.roles.relay.CallMedia.Who;
import jackfield.roles.relay.media.Coding;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.KeyBlocking;
import jackfield.roles.relay.media.MediaPlane;
import jackfield.roles.relay.media.Speech;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// [CallMedia] over the media plane.
final class CallMediaControl {
    private static final String UNKNOWN = "Call-ID not found or tags didn't match";
    private static final String NO_AUDIO = "No suitable audio to do this with";

    private final MediaPlane media;
    private final CallRecordings recordings;
    private final CallKeys keys;
    private final long longestPromptMs;

    /// @param longestPromptMs after how long any prompt ends
    CallMediaControl(
            MediaPlane media, CallRecordings recordings, CallKeys keys, long longestPromptMs) {
        this.media = media;
        this.recordings = recordings;
        this.keys = keys;
        this.longestPromptMs = longestPromptMs;
    }

    /// Does it to a call, null for one that is not known.
    void command(
            @Nullable RelayedCall call,
            Who who,
            MediaCommand command,
            Consumer<Answer> reply,
            long now) {
        if (call == null) {
            reply.accept(new Answer.Refused("Unknown call-id"));
            return;
        }
        List<Line> lines = lines(call, who);
        if (lines == null) {
            reply.accept(new Answer.Refused(UNKNOWN));
            return;
        }
        switch (command) {
            case MediaCommand.StartRecording start ->
                    reply.accept(recordings.start(call, start, now));
            case MediaCommand.PauseRecording _ -> reply.accept(recordings.pause(call, now));
            case MediaCommand.StopRecording _ -> reply.accept(recordings.stop(call, now));
            case MediaCommand.Shut(Gate gate) -> {
                lines.forEach(line -> media.gate(line.id(), gate));
                reply.accept(new Answer.Done());
            }
            default -> speak(call, lines, command, reply);
        }
    }

    /// The audio lines of the parties; null where there is no such party.
    static @Nullable List<Line> lines(RelayedCall call, Who who) {
        List<Party> parties =
                switch (who) {
                    case Who.All() -> call.parties();
                    case Who.Tagged(String tag) -> {
                        Party party = call.party(tag);
                        yield party == null ? List.of() : List.of(party);
                    }
                    case Who.At(String host) ->
                            call.parties().stream().filter(each -> isAt(each, host)).toList();
                };
        if (parties.isEmpty()) {
            return null;
        }
        List<Line> lines = new ArrayList<>();
        for (Party party : parties) {
            for (Line line : party.lines().values()) {
                if (line.isAgreed() && line.kind().equals("audio")) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private static boolean isAt(Party party, String host) {
        SessionDescription said = party.in();
        return said != null
                && said.sections().stream()
                        .map(MediaSection::rtp)
                        .anyMatch(at -> at != null && at.host().equals(host));
    }

    /// Something was agreed: does what the call's terms say of reports and keys.
    void agreed(RelayedCall call) {
        if (call.reports() != ExchangeOptions.Reports.AS_BEFORE) {
            boolean ours = call.reports() == ExchangeOptions.Reports.OURS;
            for (Party party : call.parties()) {
                party.lines().values().stream()
                        .filter(Line::isAgreed)
                        .forEach(line -> media.reports(line.id(), ours));
            }
        }
        keys.agreed(call);
    }

    private void speak(
            RelayedCall call, List<Line> lines, MediaCommand command, Consumer<Answer> reply) {
        int done = 0;
        for (Line line : lines) {
            Line peer = call.line(line.peer());
            if (peer == null) {
                continue;
            }
            boolean asParty =
                    command instanceof MediaCommand.PlayDtmf
                            || command instanceof MediaCommand.BlockDtmf;
            Line from = asParty ? line : peer;
            Line to = asParty ? peer : line;
            Coding coding = to.coding(from);
            Said said = said(command, coding);
            if (said == null) {
                continue;
            }
            // One answer for all: that of the first.
            boolean first = done++ == 0;
            media.speak(
                    from.id(),
                    to.id(),
                    coding,
                    said.speech,
                    result -> {
                        if (first) {
                            reply.accept(answer(result, said.answer));
                        }
                    });
        }
        if (done == 0) {
            reply.accept(new Answer.Refused(NO_AUDIO));
        } else if (command instanceof MediaCommand.BlockDtmf(KeyBlocking instead)
                && !instead.isOn()) {
            keys.agreed(call); // what is kept back because it goes another way stays so
        }
    }

    /// What is said on a route, and the answer that its result makes.
    record Said(Speech speech, LongFunction<Answer> answer) {}

    private @Nullable Said said(MediaCommand command, Coding coding) {
        return switch (command) {
            case MediaCommand.Play(var clip, var extent, boolean mixed) ->
                    coding.hasVoice()
                            ? play(
                                    clip.at(coding.sampleRate()),
                                    limited(extent),
                                    mixed,
                                    clip.durationMs())
                            : null;
            case MediaCommand.PlayTone(var tone, var extent, boolean mixed) ->
                    coding.hasVoice()
                            ? play(
                                    new ToneSource(tone, coding.sampleRate()),
                                    limited(extent),
                                    mixed,
                                    0)
                            : null;
            case MediaCommand.StopPlaying() ->
                    new Said(
                            new Speech.Stop(),
                            position ->
                                    position < 0
                                            ? new Answer.Refused("Not currently playing media")
                                            : new Answer.Stopped(position));
            case MediaCommand.PlayDtmf keys -> CallKeys.said(keys, coding);
            case MediaCommand.BlockDtmf(KeyBlocking instead) ->
                    new Said(
                            new Speech.KeepKeys(instead, coding.eventType(), true),
                            _ -> new Answer.Done());
            default -> throw new IllegalArgumentException(command.toString());
        };
    }

    private static Said play(AudioSource source, Extent extent, boolean mixed, long durationMs) {
        Speech.How how = mixed ? Speech.How.MIXED : Speech.How.ALONE;
        return new Said(new Speech.Play(source, extent, how), _ -> new Answer.Playing(durationMs));
    }

    /// Nothing is played for longer than the settings allow.
    private Extent limited(Extent extent) {
        long longest =
                extent.longestMs() == 0
                        ? longestPromptMs
                        : Math.min(extent.longestMs(), longestPromptMs);
        return new Extent(extent.startMs(), extent.times(), longest);
    }

    private static Answer answer(long result, LongFunction<Answer> answer) {
        return result == Speech.NOWHERE ? new Answer.Refused(NO_AUDIO) : answer.apply(result);
    }
}
