package jackfield.server.boot;

import jackfield.net.udp.UdpLoop;
import jackfield.roles.records.CallRecord;
import jackfield.roles.relay.ng.NgCallView;
import jackfield.roles.relay.ng.NgFigures;
import jackfield.roles.relay.ng.NgHost;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node around the NG protocol: what becomes of the calls of other proxies is told to who
/// explains calls. Of their parties only the tags are known.
final class RelayedCalls implements NgHost {
    private static final Logger log = LoggerFactory.getLogger(NgListener.class);

    private final UdpLoop loop;
    private final MediaShards media;
    private final Seeing seeing;

    /// @param loop the relay's
    /// @param media counts what flows
    RelayedCalls(UdpLoop loop, MediaShards media, Seeing seeing) {
        this.loop = loop;
        this.media = media;
        this.seeing = seeing;
    }

    /// The party that offered first.
    static String from(NgCallView call) {
        return "tag " + call.tags().getFirst();
    }

    /// Its other party.
    static String to(NgCallView call) {
        List<String> tags = call.tags();
        return tags.size() < 2 ? "nobody yet" : "tag " + tags.get(1);
    }

    @Override
    public void resume(Runnable step) {
        loop.execute(step);
    }

    @Override
    public void told(String what) {
        log.info(what);
    }

    @Override
    public long now() {
        return loop.now();
    }

    @Override
    public void figures(Consumer<NgFigures> reply) {
        media.figures(loop.now(), reply);
    }

    @Override
    public void answered(NgCallView call) {
        seeing.began(call.callId(), from(call), to(call), call.began());
        seeing.changed(call.callId(), "answered");
    }

    /// What was not answered had no media to speak of, and why is known to its proxy alone.
    @Override
    public void ended(NgCallView call, @Nullable Boolean byFirst, String why, long now) {
        if (call.answered() == 0 || call.tags().isEmpty()) {
            return;
        }
        CallRecord.By by =
                byFirst == null
                        ? CallRecord.By.NODE
                        : byFirst ? CallRecord.By.CALLER : CallRecord.By.CALLEE;
        seeing.relayed(
                new CallRecord(
                        new CallRecord.Parties(
                                call.callId(),
                                from(call),
                                to(call),
                                null,
                                CallRecord.RELAYED,
                                null),
                        new CallRecord.Times(call.began(), 0, call.answered(), now),
                        new CallRecord.Ending(200, by, why)),
                call.relayed());
    }
}
