package jackfield.roles.sbc;

import jackfield.base.Flow;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import java.util.function.Consumer;

/// Whether what comes in is looked at at all: the first thing at the border, before any password.
/// It knows bans, scanners and how much a source may ask; nothing of calls or users.
public final class Gate {
    /// What becomes of a request.
    public enum Look {
        /// It is looked at.
        YES,
        /// It is dropped: to strangers we are not there.
        NO,
        /// It is told to wait: users sign in from its source.
        LATER
    }

    private final Border border;
    private final Consumer<String> dropped;

    /// @param dropped counts what is dropped, by reason
    public Gate(Border border, Consumer<String> dropped) {
        this.border = border;
        this.dropped = dropped;
    }

    /// True where nothing is taken from the peer. One that has proven who it is is not held by what
    /// others do from its address.
    public boolean isShutOut(Flow flow, long now) {
        return !flow.isInside()
                && border.bans().drops(flow.client(), now)
                && !border.trust().isProven(flow);
    }

    /// Whether a request that opens something is looked at: not one of a scanner, nor one more than
    /// its source may send.
    public Look look(Request request, Flow flow, long now) {
        if (flow.isInside() || border.trust().peer(flow) != null) {
            return Look.YES;
        }
        Bans bans = border.bans();
        boolean known = bans.isKnown(flow.client(), now);
        if (!known && bans.isScanner(request.headers().first(HeaderName.USER_AGENT))) {
            dropped.accept("scanner");
            bans.offence(flow, Offence.SCANNER, now);
            return Look.NO;
        }
        if (border.limits().admit(flow.client(), now)) {
            return Look.YES;
        }
        dropped.accept("too many requests");
        bans.offence(flow, Offence.FLOOD, now);
        return known ? Look.LATER : Look.NO;
    }

    /// Takes note of something that can't be read.
    ///
    /// @return true where it may be answered
    public boolean mayAnswerMalformed(Flow flow, long now) {
        dropped.accept("malformed");
        if (flow.isInside() || border.trust().peer(flow) != null) {
            return true;
        }
        border.bans().offence(flow, Offence.MALFORMED, now);
        return border.limits().admit(flow.client(), now) && !isShutOut(flow, now);
    }
}
