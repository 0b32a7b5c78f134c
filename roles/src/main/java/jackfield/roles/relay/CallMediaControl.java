package jackfield.roles.relay;

import jackfield.media.dtmf.DtmfCode;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.media.dtmf.DtmfTones;
import jackfield.media.prompt.AudioSource;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.ToneSource;
import jackfield.roles.relay.CallMedia.Answer;
import jackfield.roles.relay.CallMedia.MediaCommand;
import jackfield.roles.relay.CallMedia.Who;
import jackfield.roles.relay.media.Coding;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.MediaPlane;
import jackfield.roles.relay.media.Speech;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// [CallMedia] over the media plane.
final class CallMediaControl {
    private static final String UNKNOWN = "Call-ID not found or tags didn't match";
    private static final String NO_AUDIO = "No suitable audio to do this with";

    /// Between two keys (ms).
    private static final int PAUSE_MS = 100;

    /// How loud a key is (below 0 dBm0).
    private static final int VOLUME = 8;

    private final MediaPlane media;
    private final CallRecordings recordings;

    CallMediaControl(MediaPlane media, CallRecordings recordings) {
        this.media = media;
        this.recordings = recordings;
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
    private static @Nullable List<Line> lines(RelayedCall call, Who who) {
        List<Party> parties =
                switch (who) {
                    case Who.All() -> call.parties();
                    case Who.Tagged(String tag) -> {
                        Party party = call.party(tag);
                        yield party == null ? List.of() : List.of(party);
                    }
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
        keys(call);
    }

    /// Hears and keeps back the keys of all parties.
    private void keys(RelayedCall call) {
        ExchangeOptions.KeyTerms terms = call.keys();
        if (!terms.told() && !terms.kept()) {
            return;
        }
        List<Line> lines = lines(call, new Who.All());
        for (Line line : lines == null ? List.<Line>of() : lines) {
            if (terms.told()) {
                media.hearKeys(line.id(), true);
            }
            Line peer = call.line(line.peer());
            if (terms.kept() && peer != null) {
                media.speak(
                        line.id(),
                        peer.id(),
                        peer.coding(line),
                        new Speech.KeepKeys(true),
                        _ -> {});
            }
        }
    }

    /// Presses a key as if the party did; false where its peer takes none.
    boolean press(RelayedCall call, String tag, DtmfInfo key) {
        List<Line> lines = lines(call, new Who.Tagged(tag));
        var pressed =
                new MediaCommand.PlayDtmf(List.of(key.event()), key.durationMs(), PAUSE_MS, VOLUME);
        for (Line line : lines == null ? List.<Line>of() : lines) {
            Line peer = call.line(line.peer());
            Coding coding = peer == null ? null : peer.coding(line);
            Said said = coding == null ? null : keys(pressed, coding);
            if (peer != null && coding != null && said != null) {
                media.speak(line.id(), peer.id(), coding, said.speech, _ -> {});
                return true;
            }
        }
        return false;
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
        }
    }

    private record Said(Speech speech, LongFunction<Answer> answer) {}

    private static @Nullable Said said(MediaCommand command, Coding coding) {
        return switch (command) {
            case MediaCommand.Play(var clip, var extent) ->
                    coding.hasVoice()
                            ? play(clip.at(coding.sampleRate()), extent, clip.durationMs())
                            : null;
            case MediaCommand.PlayTone(var tone, var extent) ->
                    coding.hasVoice()
                            ? play(new ToneSource(tone, coding.sampleRate()), extent, 0)
                            : null;
            case MediaCommand.StopPlaying() ->
                    new Said(
                            new Speech.Stop(),
                            position ->
                                    position < 0
                                            ? new Answer.Refused("Not currently playing media")
                                            : new Answer.Stopped(position));
            case MediaCommand.PlayDtmf keys -> keys(keys, coding);
            case MediaCommand.BlockDtmf(boolean block) ->
                    new Said(new Speech.KeepKeys(block), _ -> new Answer.Done());
            default -> throw new IllegalArgumentException(command.toString());
        };
    }

    /// As events, or as tones to those who take no events.
    private static @Nullable Said keys(MediaCommand.PlayDtmf keys, Coding coding) {
        if (coding.eventType() >= 0) {
            return new Said(
                    new Speech.Press(
                            keys.events(), keys.durationMs(), keys.pauseMs(), keys.volume()),
                    result ->
                            result < 0
                                    ? new Answer.Refused("Too many keys wait")
                                    : new Answer.Done());
        }
        if (!coding.hasVoice() || keys.events().stream().anyMatch(e -> !DtmfCode.isDigit(e))) {
            return null;
        }
        var tones =
                DtmfTones.of(keys.events(), keys.durationMs(), keys.pauseMs(), -keys.volume(), 0);
        return new Said(
                new Speech.Play(new ToneSource(tones, coding.sampleRate()), Extent.ONCE),
                _ -> new Answer.Done());
    }

    private static Said play(AudioSource source, Extent extent, long durationMs) {
        return new Said(new Speech.Play(source, extent), _ -> new Answer.Playing(durationMs));
    }

    private static Answer answer(long result, LongFunction<Answer> answer) {
        return result == Speech.NOWHERE ? new Answer.Refused(NO_AUDIO) : answer.apply(result);
    }
}
