package jackfield.roles.relay;

import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.StreamPlan;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our transport towards one party: what we tell it, what it told us, and the plan for the media
/// shard that follows. Ports, keys and credentials stay as long as the leg.
abstract sealed class Leg permits BrowserLeg, PortsLeg, BridgeEnd {
    private final long id;
    private final List<Line> lines = new ArrayList<>();

    Leg(long id) {
        this.id = id;
    }

    /// Names it to the media shard.
    final long id() {
        return id;
    }

    /// Takes how what we send is to be marked; without effect where the port is not its own.
    void mark(int tos) {}

    /// Takes what the party speaks now.
    abstract void speak(LegProfile profile);

    /// True where the media is protected.
    abstract boolean isSecure();

    /// What an offer of ours says. `theirs` is the last the party wrote, null before that.
    abstract SdpRewrite.Transport offer(@Nullable SessionDescription theirs, String protocol);

    /// What our answer to `offer` says, once [#takeOffer] took that.
    abstract SdpRewrite.Transport answer(MediaSection offer);

    /// Why the leg cannot take the section as the party's answer; null when it can.
    abstract @Nullable String refusal(MediaSection answer);

    /// Takes what the party's offer says of its transport.
    abstract void takeOffer(MediaSection offer);

    /// Takes what the party's answer says of its transport.
    abstract void takeAnswer(MediaSection answer);

    /// The transport as the shard is told.
    abstract LegPlan.Transport transport();

    /// Its `m=` lines: one, or those of a bundle.
    final List<Line> lines() {
        return List.copyOf(lines);
    }

    final void add(Line line) {
        lines.add(line);
    }

    final void lose(Line line) {
        lines.remove(line);
    }

    /// What the shard is told of the leg, as things are: the lines that are agreed, and before
    /// there are any the first.
    final LegPlan plan(long call) {
        List<StreamPlan> streams = lines.stream().filter(Line::isAgreed).map(Line::plan).toList();
        return new LegPlan(
                id,
                call,
                transport(),
                streams.isEmpty() ? List.of(lines.getFirst().plan()) : streams);
    }
}
