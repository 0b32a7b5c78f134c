package jackfield.roles.relay;

import jackfield.media.dtmf.DtmfCode;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.media.dtmf.DtmfTones;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.ToneSource;
import jackfield.roles.relay.CallMedia.Answer;
import jackfield.roles.relay.CallMedia.MediaCommand;
import jackfield.roles.relay.CallMedia.Who;
import jackfield.roles.relay.CallMediaControl.Said;
import jackfield.roles.relay.media.Coding;
import jackfield.roles.relay.media.KeyBlocking;
import jackfield.roles.relay.media.MediaPlane;
import jackfield.roles.relay.media.Speech;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that the parties of calls press: heard, kept back, and carried to the other party the
/// way it takes them.
///
/// A party presses keys as events where its line has such, else as tones. Where the other party
/// takes what comes, keys pass as they are; where it does not, they are kept back, heard, and
/// pressed again once they are up: as events, as a request of signalling, or as tones, in this
/// order.
final class CallKeys {
    /// Between two keys (ms).
    private static final int PAUSE_MS = 100;

    /// How loud a key is (below 0 dBm0).
    private static final int VOLUME = 8;

    private final MediaPlane media;
    private final Relay.Events events;

    CallKeys(MediaPlane media, Relay.Events events) {
        this.media = media;
        this.events = events;
    }

    /// Something was agreed: hears and keeps back what the call's terms say.
    void agreed(RelayedCall call) {
        ExchangeOptions.KeyTerms terms = call.keys();
        if (!terms.told() && !terms.kept() && !terms.carried()) {
            return;
        }
        List<Line> lines = CallMediaControl.lines(call, new Who.All());
        for (Line line : lines == null ? List.<Line>of() : lines) {
            Line peer = call.line(line.peer());
            boolean carries = terms.carried() && peer != null && carries(line, peer);
            media.hearKeys(line.id(), terms.told() || carries);
            if (peer == null) {
                continue;
            }
            Coding coding = peer.coding(line);
            if (terms.kept()) {
                keep(line, peer, new Speech.KeepKeys(KeyBlocking.DROP, line.eventType(), true));
            } else if (terms.carried()) {
                KeyBlocking mode = carries ? KeyBlocking.DROP : KeyBlocking.OFF;
                boolean tones = coding.eventType() >= 0;
                keep(line, peer, new Speech.KeepKeys(mode, line.eventType(), tones));
            }
        }
    }

    private void keep(Line line, Line peer, Speech.KeepKeys keep) {
        media.speak(line.id(), peer.id(), peer.coding(line), keep, _ -> {});
    }

    /// True where the one does not press keys as the other takes them.
    private static boolean carries(Line line, Line peer) {
        return line.eventType() >= 0 != peer.coding(line).eventType() >= 0;
    }

    /// A key was heard in a party's media.
    void heard(RelayedCall call, Line line, Party party, DtmfInfo key, long now) {
        ExchangeOptions.KeyTerms terms = call.keys();
        if (terms.told()) {
            events.dtmf(call.id(), party.tag(), DtmfCode.symbol(key.event()), key.durationMs());
        }
        Line peer = call.line(line.peer());
        if (!terms.carried() || terms.kept() || peer == null || !carries(line, peer)) {
            return;
        }
        boolean asEvents = peer.coding(line).eventType() >= 0;
        if (asEvents || !events.key(call.id(), party.tag(), key, now)) {
            press(line, peer, key);
        }
    }

    /// Presses a key as if the party did; false where its peer takes none.
    boolean press(RelayedCall call, String tag, DtmfInfo key) {
        List<Line> lines = CallMediaControl.lines(call, new Who.Tagged(tag));
        for (Line line : lines == null ? List.<Line>of() : lines) {
            Line peer = call.line(line.peer());
            if (peer != null && press(line, peer, key)) {
                return true;
            }
        }
        return false;
    }

    private boolean press(Line line, Line peer, DtmfInfo key) {
        var pressed =
                new MediaCommand.PlayDtmf(List.of(key.event()), key.durationMs(), PAUSE_MS, VOLUME);
        Coding coding = peer.coding(line);
        Said said = said(pressed, coding);
        if (said == null) {
            return false;
        }
        media.speak(line.id(), peer.id(), coding, said.speech(), _ -> {});
        return true;
    }

    /// As events, or as tones to those who take no events; null where neither can be.
    static @Nullable Said said(MediaCommand.PlayDtmf keys, Coding coding) {
        if (coding.eventType() >= 0) {
            return new Said(
                    new Speech.Press(
                            keys.events(), keys.durationMs(), keys.pauseMs(), keys.volume()),
                    CallKeys::pressed);
        }
        if (!coding.hasVoice() || keys.events().stream().anyMatch(e -> !DtmfCode.isDigit(e))) {
            return null;
        }
        var tones =
                DtmfTones.of(keys.events(), keys.durationMs(), keys.pauseMs(), -keys.volume(), 0);
        return new Said(
                new Speech.Play(
                        new ToneSource(tones, coding.sampleRate()), Extent.ONCE, Speech.How.QUEUED),
                CallKeys::pressed);
    }

    private static Answer pressed(long result) {
        return result < 0 ? new Answer.Refused("Too many keys wait") : new Answer.Done();
    }
}
