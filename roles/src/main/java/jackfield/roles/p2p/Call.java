package jackfield.roles.p2p;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call: made by a device, ringing on others, then between two. Its deadline is when it has
/// rung long enough.
final class Call extends Due {
    /// A call of one of its two users: callers choose the ids, and two of them may choose the same.
    record Key(String user, String callId) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::callId).thenComparing(Key::user);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /// A device that is rung.
    static final class Leg {
        final List<Json.Members> early = new ArrayList<>();
        boolean rings;
    }

    private final String id;
    private final Device maker;
    private final String callee;
    private final Json.Members offer;
    private final @Nullable String toDevice;
    private final Map<Device, Leg> legs = new LinkedHashMap<>();
    private final List<Json.Members> candidates = new ArrayList<>();
    private final long began;
    private final String source;
    private long rangAt;
    private long answeredAt;
    private boolean withSip;
    private boolean busy;
    private final List<PageMedia.Kept> media = new ArrayList<>();
    private @Nullable Device taker;
    private @Nullable Device asking;
    private @Nullable Device endedBy;
    private @Nullable String destination;

    /// @param offer as it goes to each device
    /// @param toDevice the one device it is for; null for all
    Call(
            String id,
            Device maker,
            String callee,
            Json.Members offer,
            @Nullable String toDevice,
            long now) {
        this.id = id;
        this.maker = maker;
        this.callee = callee;
        this.offer = offer;
        this.toDevice = toDevice;
        began = now;
        source = maker.place();
    }

    String id() {
        return id;
    }

    /// Who makes it.
    Device maker() {
        return maker;
    }

    String callee() {
        return callee;
    }

    Json.Members offer() {
        return offer;
    }

    long began() {
        return began;
    }

    boolean isVideo() {
        return "video".equals(offer.text("callType"));
    }

    /// Whether it is for this device too.
    boolean isFor(Device device) {
        return device != maker && (toDevice == null || toDevice.equals(device.id()));
    }

    /// Whether its maker wants no way but that from page to page.
    boolean isDirect() {
        return offer.get("direct") == Json.Word.TRUE;
    }

    /// Whether it is for one device alone.
    boolean isForOneDevice() {
        return toDevice != null;
    }

    /// The devices that are rung.
    Map<Device, Leg> legs() {
        return legs;
    }

    /// The maker's candidates so far, for devices that come later.
    List<Json.Members> candidates() {
        return candidates;
    }

    /// Where its maker was.
    String source() {
        return source;
    }

    /// Where the one was who took it; null while nobody has.
    @Nullable String destination() {
        return destination;
    }

    /// Whether any device has heard of it.
    boolean hasRung() {
        return rangAt != 0;
    }

    /// When the first device heard of it (ns); 0 for never.
    long rangAt() {
        return rangAt;
    }

    void rang(long now) {
        rangAt = rangAt == 0 ? now : rangAt;
    }

    /// When it was taken (ns); 0 for never.
    long answeredAt() {
        return answeredAt;
    }

    void answered(long now) {
        answeredAt = now;
    }

    /// Whether it ever rang where only SIP reaches.
    boolean wasWithSip() {
        return withSip;
    }

    void withSip() {
        withSip = true;
    }

    /// Who hung up; null where nobody did.
    @Nullable Device endedBy() {
        return endedBy;
    }

    void hungUpBy(Device device) {
        endedBy = device;
    }

    /// Whether a device said that its user is busy.
    boolean wasBusy() {
        return busy;
    }

    void busy() {
        busy = true;
    }

    /// The device that took it; null while nobody has.
    @Nullable Device taker() {
        return taker;
    }

    void takenBy(Device device) {
        taker = device;
        destination = device.place();
        legs.clear();
        candidates.clear();
    }

    /// What its pages have said of its media; the traces look at the same list.
    List<PageMedia.Kept> media() {
        return media;
    }

    /// A page of the call says how its media is.
    void report(Device from, PageReport report, long now) {
        PageMedia.Kept mine = null;
        for (PageMedia.Kept each : media) {
            mine = each.isOf(from) ? each : mine;
        }
        if (mine == null) {
            mine = new PageMedia.Kept(from == maker, from, report);
            media.add(mine);
        }
        mine.report(report, now);
    }

    /// The user at the other end.
    String peerOf(Device device) {
        return device == maker ? callee : maker.user();
    }

    /// The device at the other end of an answered call; null where there is none.
    @Nullable Device otherEnd(Device device) {
        return device == maker ? taker : device == taker ? maker : null;
    }

    /// The device whose offer for a change is not answered yet.
    @Nullable Device asking() {
        return asking;
    }

    void asking(@Nullable Device device) {
        asking = device;
    }

    /// Whether a device has said that it rings.
    boolean rings() {
        return legs.values().stream().anyMatch(leg -> leg.rings);
    }

    /// `ringing` or `answered`.
    String state() {
        return taker == null ? "ringing" : "answered";
    }

    /// Of two calls between two users that met, the one with the lesser id stays; where even the
    /// ids are one, that of the lesser user.
    boolean winsOver(String otherId, String otherMaker) {
        int order = id.compareTo(otherId);
        return order < 0 || order == 0 && maker.user().compareTo(otherMaker) < 0;
    }
}
