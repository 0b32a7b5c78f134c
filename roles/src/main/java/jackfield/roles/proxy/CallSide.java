package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.relay.LegProfile;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Uri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One side of a call as we pass it: how to reach it, and what it last said.
final class CallSide {
    /// Its From or To, tag included.
    final NameAddr address;

    /// Its tag.
    final String tag;

    /// The branch of our INVITE to it; empty for the caller.
    final String branch;

    /// The user of ours that it is; null for one from outside.
    final @Nullable AddressOfRecord user;

    /// The shape of its media.
    final LegProfile profile;

    /// The way to it.
    Flow flow;

    /// Its Contact: the Request-URI of what we send it.
    Uri target;

    /// The proxies between us and it, nearest first.
    List<NameAddr> routes = List.of();

    /// The highest CSeq number it has used; 0 for none yet.
    long cseq;

    /// How it takes keys that were not pressed in its peer's signalling.
    Keys.Taking keys = Keys.Taking.NOT;

    /// How far the numbers that its peer sees are ahead of its own: we send requests in its name.
    private long ahead;

    /// The number of its latest INVITE, and how far that went out ahead: ACK and RAck repeat it.
    private long invite = -1;

    private long inviteAhead;

    /// True once a BYE ended its dialog.
    boolean gone;

    CallSide(
            NameAddr address,
            String branch,
            @Nullable AddressOfRecord user,
            LegProfile profile,
            Flow flow,
            Uri target) {
        this.address = address;
        this.tag = address.tag() == null ? "" : address.tag();
        this.branch = branch;
        this.user = user;
        this.profile = profile;
        this.flow = flow;
        this.target = target;
    }

    /// The number of a request that we send in its name.
    long next() {
        if (cseq == 0) {
            ahead++; // its own may begin at 0
        }
        ahead++;
        return ++cseq;
    }

    /// Takes note of a request of its own.
    void sent(Request request) {
        long number = request.headers().cseq().number();
        if (request.is(Method.INVITE)) {
            invite = number;
            inviteAhead = ahead;
        }
        cseq = Math.max(cseq, number + ahead);
    }

    /// How far ahead a request of its own goes out.
    long aheadOf(Request request) {
        return request.is(Method.INVITE) ? aheadWith(request.headers().cseq().number()) : ahead;
    }

    /// How far ahead its INVITE of this number went out.
    long aheadWith(long number) {
        return number == invite ? inviteAhead : 0;
    }
}
