package jackfield.roles.relay;

import jackfield.media.transcode.TranscodePlan;
import jackfield.roles.relay.media.Coding;
import jackfield.roles.relay.media.ExtensionMap;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.roles.relay.media.StreamPlan;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.ReportBandwidth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One `m=` line of a party: a stream on one of its legs, and what was agreed about it.
final class Line {
    private long id;
    private Leg leg;
    private String kind;
    private @Nullable String mid;
    private List<Codec> codecs = List.of();
    private PayloadMap payloads = PayloadMap.NONE;
    private ExtensionMap extensions = ExtensionMap.ANY;
    private int midExtension;
    private int writtenMid;
    private boolean feedback;
    private boolean held;
    private boolean speaks = true;
    private ReportBandwidth reports = ReportBandwidth.UNSAID;
    private boolean agreed;
    private long peer;
    private boolean keysCarried;
    private @Nullable TranscodePlan translated;

    /// @param id names it to the media shard
    /// @param kind as the `m=` line has it
    Line(long id, Leg leg, String kind) {
        this.id = id;
        this.leg = leg;
        this.kind = kind;
        leg.add(this);
    }

    long id() {
        return id;
    }

    Leg leg() {
        return leg;
    }

    String kind() {
        return kind;
    }

    /// Goes to another leg, where it is another stream.
    void moveTo(Leg other, long newId) {
        leg.lose(this);
        leg = other;
        id = newId;
        patchedTo(0);
        other.add(this);
    }

    /// Is no line of its leg any more.
    void leave() {
        leg.lose(this);
    }

    /// Takes what was agreed.
    ///
    /// @param section as the party described it
    void agree(MediaSection section, PayloadMap map, HeaderIds ids, boolean hold) {
        kind = section.media().kind();
        mid = section.mid();
        codecs = section.codecs();
        payloads = map;
        extensions = ids.map();
        midExtension = HeaderIds.mid(section);
        writtenMid = 0;
        held = hold;
        speaks = true;
        reports = section.reportBandwidth();
        agreed = true;
    }

    /// Whether the agreed direction lets the party send.
    void speaks(boolean allowed) {
        speaks = allowed;
    }

    /// True where it does not.
    boolean isMute() {
        return !speaks;
    }

    /// Has the mid written into what goes to the party, under this number; 0 for not.
    void writesMid(int number) {
        writtenMid = number;
    }

    int writtenMid() {
        return writtenMid;
    }

    void feedback(boolean wanted) {
        feedback = wanted;
    }

    /// It was refused, for now.
    void refuse() {
        agreed = false;
        payloads = PayloadMap.NONE;
    }

    boolean isAgreed() {
        return agreed;
    }

    StreamPlan plan() {
        return new StreamPlan(
                id,
                kind,
                mid,
                payloads,
                extensions,
                midExtension,
                writtenMid,
                feedback,
                held,
                speaks,
                reports);
    }

    /// What its party may send: names by payload type.
    ///
    /// @param peer whose numbers it may use too: an answerer sends with those of the offer
    Map<Integer, String> sends(@Nullable Line peer) {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (int type = 0; type < 128; type++) {
            if (payloads.to(type) >= 0) {
                Codec codec = numbered(type);
                codec = codec == null && peer != null ? peer.numbered(type) : codec;
                if (codec != null) {
                    names.put(type, codec.encoding());
                }
            }
        }
        return names;
    }

    private @Nullable Codec numbered(int type) {
        for (Codec each : codecs) {
            if (each.payloadType() == type) {
                return each;
            }
        }
        return null;
    }

    /// What its party takes from us: the first voice and the keys of those that were agreed.
    ///
    /// @param from who speaks to it
    Coding coding(Line from) {
        Codec voice = null;
        Codec keys = null;
        for (Codec each : codecs) {
            if (!from.reaches(each)) {
                continue;
            }
            if (voice == null && Coding.canSpeak(each.encoding())) {
                voice = each;
            }
            boolean isKeys = each.encoding().equalsIgnoreCase("telephone-event");
            boolean fits = voice != null && each.clockRate() == voice.clockRate();
            if (isKeys && (keys == null || fits)) {
                keys = each;
            }
        }
        return new Coding(
                voice == null ? -1 : voice.payloadType(),
                voice == null ? "" : voice.encoding(),
                voice != null ? voice.clockRate() : keys != null ? keys.clockRate() : 8000,
                keys == null ? -1 : keys.payloadType());
    }

    /// True where it was agreed that the party sends `type`.
    boolean sends(int type) {
        return payloads.to(type) >= 0;
    }

    /// The number of the party's keys as the peer would get them; -1 where it presses none as
    /// events.
    int eventType() {
        for (int type = 0; type < 128; type++) {
            if (payloads.to(type) >= 0 && CodecOffer.isEvent(payloads.encoding(type))) {
                return payloads.to(type);
            }
        }
        return -1;
    }

    /// Keys of any number reach the peer, for we press them.
    void carriesKeys(boolean carried) {
        keysCarried = carried;
    }

    private boolean reaches(Codec codec) {
        int number = codec.payloadType();
        TranscodePlan plan = translated;
        if (CodecOffer.isEvent(codec) && keysCarried) {
            return true;
        }
        if (plan != null) {
            return plan.to().payloadType() == number
                    || plan.events().stream().anyMatch(each -> each.to() == number);
        }
        for (int type = 0; type < 128; type++) {
            if (payloads.to(type) == number) {
                return true;
            }
        }
        return false;
    }

    /// The stream it is patched to; itself for a loop, 0 for none.
    long peer() {
        return peer;
    }

    void patchedTo(long other) {
        peer = other;
        translated = null;
    }

    /// What is made of what the party sends; null where it passes as it is.
    @Nullable TranscodePlan translated() {
        return translated;
    }

    void translatedBy(@Nullable TranscodePlan plan) {
        translated = plan;
    }
}
