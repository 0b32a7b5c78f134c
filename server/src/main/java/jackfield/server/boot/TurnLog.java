package jackfield.server.boot;

import jackfield.base.Outbox;
import jackfield.rtc.turn.AllocationView;
import jackfield.rtc.turn.StunError;
import jackfield.rtc.turn.TurnEvent;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is said of TURN in the log: allocations, and why somebody did not get one. No more than a
/// few lines a second, for strangers can ask as often as they like.
final class TurnLog implements Outbox<TurnEvent> {
    private static final Logger log = LoggerFactory.getLogger("jackfield.turn");
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST = 20;

    private final LongSupplier clock;
    private long second;
    private int lines;
    private int unsaid;
    private TurnEvent.@Nullable Refused last;

    TurnLog(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void put(TurnEvent event) {
        switch (event) {
            case TurnEvent.Allocated(AllocationView view) ->
                    log.debug(
                            "allocation {} of {}: {} {} has {}",
                            view.id(),
                            view.user(),
                            view.transport(),
                            view.client(),
                            view.relayed());
            case TurnEvent.Ended(AllocationView view, String why) ->
                    log.debug(
                            "allocation {} of {} ended, for {}: {} packets from its client, {} to"
                                    + " it",
                            view.id(),
                            view.user(),
                            why,
                            view.packetsFromClient(),
                            view.packetsToClient());
            case TurnEvent.Refused refused -> refused(refused);
        }
    }

    private void refused(TurnEvent.Refused refused) {
        boolean usual = refused.why().isEmpty() || refused.error() == StunError.STALE_NONCE;
        if (usual) {
            log.debug(
                    "{} from {} {}: {}",
                    refused.asked(),
                    refused.transport(),
                    refused.client(),
                    refused.error());
            return;
        }
        if (!mayWrite(refused)) {
            return;
        }
        log.info(
                "{} of \"{}\" from {} {} was answered {} {}: {}",
                refused.asked(),
                printable(refused.username()),
                refused.transport(),
                refused.client(),
                refused.error().code(),
                refused.error().phrase(),
                refused.why());
    }

    private boolean mayWrite(TurnEvent.Refused refused) {
        long now = clock.getAsLong() / SECOND;
        if (now != second) {
            if (unsaid > 0) {
                log.info("{} more refusals were not logged", unsaid);
            }
            second = now;
            lines = 0;
            unsaid = 0;
            last = null;
        }
        // A client that tries a hundred times a second must not hide why others are refused.
        if (lines == MOST || refused.equals(last)) {
            unsaid++;
            return false;
        }
        lines++;
        last = refused;
        return true;
    }

    /// A stranger's word must not write lines of its own.
    private static String printable(String username) {
        String cut = username.length() > 80 ? username.substring(0, 80) + "…" : username;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
