package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.relay.LegProfile;
import jackfield.sip.message.NameAddr;
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
}
