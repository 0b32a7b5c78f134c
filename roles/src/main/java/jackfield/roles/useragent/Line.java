package jackfield.roles.useragent;

import jackfield.base.Flow;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// One call of a user of ours: first an INVITE that goes out or came in, then a session.
final class Line {
    /// What we take inside a call and outside.
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, PRACK";

    private static final String SUPPORTED = "timer, 100rel";

    private final CallRef ref;
    private final Presence owner;
    private final boolean ours;
    @Nullable PlacedCall placed;
    @Nullable TakenCall taken;
    @Nullable Session session;
    private boolean silent;
    private boolean over;

    /// @param ours true where the asker began it
    Line(CallRef ref, Presence owner, boolean ours) {
        this.ref = ref;
        this.owner = owner;
        this.ours = ours;
    }

    CallRef ref() {
        return ref;
    }

    Presence owner() {
        return owner;
    }

    Flow flow() {
        return owner.flow();
    }

    boolean isOurs() {
        return ours;
    }

    /// The asker has nothing more to hear of it.
    void silence() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    /// It is over for everybody; what still comes is answered, and no more.
    void end() {
        silent = true;
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /// `request` with what every request of ours that may refresh a target says.
    Request dressed(Request request) {
        return request.with(
                request.headers()
                        .with(HeaderName.CONTACT, owner.contactText())
                        .with(HeaderName.ALLOW, ALLOW)
                        .with(HeaderName.USER_AGENT, UserAgent.NAME));
    }

    /// `response` with what every answer of ours that makes or changes a session says.
    Response dressed(Response response) {
        return response.with(
                response.headers()
                        .with(HeaderName.CONTACT, owner.contactText())
                        .with(HeaderName.ALLOW, ALLOW)
                        .with(HeaderName.SUPPORTED, SUPPORTED));
    }
}
