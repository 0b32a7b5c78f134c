package jackfield.roles.relay.media;

import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpProfile;
import jackfield.rtc.srtp.SrtpWorkspace;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The protection of one leg's media: none, or a context each way once there are keys. The same
/// keys in a later plan keep their context, and with it rollover counters and replay windows.
final class LegSecurity {
    /// An answer of the opening and protecting methods besides the negative ones of SRTP.
    static final int NO_KEYS = Integer.MIN_VALUE;

    private final SrtpWorkspace work;
    private final boolean required;
    private @Nullable SrtpContext inbound;
    private @Nullable SrtpContext outbound;
    private @Nullable SrtpProfile profile;

    LegSecurity(boolean required, SrtpWorkspace work) {
        this.required = required;
        this.work = work;
    }

    /// Keys for what the peer sends.
    void inbound(SrtpProfile profile, byte[] key, byte[] salt) {
        inbound(new LegPlan.SrtpKeys(profile, key, salt));
    }

    /// Keys for what the peer sends.
    void inbound(LegPlan.SrtpKeys k) {
        profile = k.profile();
        if (inbound == null || !inbound.hasKeys(k.profile(), k.key(), k.salt(), k.mki())) {
            inbound = SrtpContext.inbound(k.profile(), k.key(), k.salt(), k.mki(), work);
        }
    }

    /// Keys for what we send.
    void outbound(SrtpProfile profile, byte[] key, byte[] salt) {
        outbound(new LegPlan.SrtpKeys(profile, key, salt));
    }

    /// Keys for what we send.
    void outbound(LegPlan.SrtpKeys k) {
        if (outbound == null || !outbound.hasKeys(k.profile(), k.key(), k.salt(), k.mki())) {
            outbound = SrtpContext.outbound(k.profile(), k.key(), k.salt(), k.mki(), work);
        }
    }

    /// Touches what opening wants.
    long fetchIn() {
        SrtpContext in = inbound;
        return in == null ? 0 : in.fetch();
    }

    /// Touches what protecting wants.
    long fetchOut() {
        SrtpContext out = outbound;
        return out == null ? 0 : out.fetch();
    }

    /// True where the peer's packets are protected.
    boolean isRequired() {
        return required;
    }

    /// How the peer's packets are protected: `none`, `no keys yet`, or the name of the profile.
    String described() {
        return !required ? "none" : profile == null ? "no keys yet" : profile.name();
    }

    /// True where packets from the peer can be opened.
    boolean canOpen() {
        return !required || inbound != null;
    }

    int openRtp(MemorySegment slot, int length) {
        SrtpContext context = inbound;
        return !required ? length : context == null ? NO_KEYS : context.unprotectRtp(slot, length);
    }

    int openRtcp(MemorySegment slot, int length) {
        SrtpContext context = inbound;
        return !required ? length : context == null ? NO_KEYS : context.unprotectRtcp(slot, length);
    }

    int protectRtp(MemorySegment slot, int length) {
        SrtpContext context = outbound;
        return !required ? length : context == null ? NO_KEYS : context.protectRtp(slot, length);
    }

    int protectRtcp(MemorySegment slot, int length) {
        SrtpContext context = outbound;
        return !required ? length : context == null ? NO_KEYS : context.protectRtcp(slot, length);
    }
}
