package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.rtc.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/// Which legs the two of an offer get: those they have, or others beside them that take over with
/// the answer. So a refused offer leaves all as it was.
final class Reshaping {
    private Reshaping() {}

    /// Takes what a new party speaks; later on that is for the answer to do. A change to DTLS or
    /// ICE or from it takes other legs, made beside those that are there until the answer comes;
    /// null where there is none.
    static @Nullable Party writer(Party by, LegProfile spoken, SessionDescription offer) {
        if (by.lines().isEmpty()) {
            by.speaks(spoken);
        }
        return by.needsOtherLegs(spoken) || leavesPort(by, spoken, offer)
                ? new Party(by.branch(), spoken)
                : null;
    }

    /// True for one that is elsewhere now, and is to have another port then.
    private static boolean leavesPort(Party by, LegProfile spoken, SessionDescription offer) {
        SessionDescription before = by.in();
        if (before == null || spoken.ice() || spoken.options().following().keepsPort()) {
            return false;
        }
        for (int i = 0; i < Math.min(before.media().size(), offer.media().size()); i++) {
            Endpoint then = before.sections().get(i).rtp();
            Endpoint now = offer.sections().get(i).rtp();
            if (by.line(i) != null && isMove(then, now)) {
                return true;
            }
        }
        return false;
    }

    /// True where both are places to send to, and not the same; hold is none.
    private static boolean isMove(@Nullable Endpoint then, @Nullable Endpoint now) {
        return then != null
                && now != null
                && !then.isUnspecified()
                && !now.isUnspecified()
                && !now.equals(then);
    }

    /// The one who is offered to, in the shape it is to have: one that has not answered takes what
    /// is wanted now, for the proxy may have been refused what it wanted before. One that has
    /// answered keeps its legs until it answers again.
    static Party reader(Party to, LegProfile wanted, ExchangeOptions.Shape shape) {
        to.next(null);
        boolean answered = to.in() != null;
        if (to.lines().isEmpty() || answered && shape == ExchangeOptions.Shape.KEPT) {
            return to;
        }
        LegProfile asked = wanted;
        boolean open = wanted.options().ice().mode() == LegOptions.IceMode.DEFAULT;
        if (answered && shape == ExchangeOptions.Shape.ASKED && open) {
            boolean ice = to.profile().ice();
            boolean browser = ice && wanted.security() == LegProfile.Security.DTLS;
            asked =
                    new LegProfile(
                            wanted.security(),
                            ice,
                            ice || wanted.rtcpMux(),
                            wanted.feedback(),
                            browser,
                            wanted.options());
        }
        if (asked.security() == to.profile().security() && asked.ice() == to.profile().ice()) {
            return to;
        }
        Party other = new Party(to.branch(), asked);
        if (answered) {
            to.next(other);
            return other;
        }
        to.become(other);
        return to;
    }
}
