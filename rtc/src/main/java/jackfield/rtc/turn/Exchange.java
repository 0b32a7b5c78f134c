package jackfield.rtc.turn;

import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/// A request and what its answer needs: the path back, and the key once the client has shown that
/// it has it.
final class Exchange {
    final FiveTuple tuple;
    final StunMessage request;
    final long now;
    private byte @Nullable [] key;
    private boolean sha256;
    private Allocation.@Nullable Identity identity;

    Exchange(FiveTuple tuple, StunMessage request, long now) {
        this.tuple = tuple;
        this.request = request;
        this.now = now;
    }

    /// The client is who it says; answers are signed from here on, as the request was.
    void authenticated(Allocation.Identity who, byte[] with, boolean bySha256) {
        identity = who;
        key = with;
        sha256 = bySha256;
    }

    Allocation.Identity identity() {
        Allocation.Identity known = identity;
        if (known == null) {
            throw new IllegalStateException("not authenticated");
        }
        return known;
    }

    /// Who asks, as far as it says; for people.
    String username() {
        Allocation.Identity known = identity;
        String claimed = request.username();
        return known != null ? known.username() : claimed == null ? "" : claimed;
    }

    StunWriter success() {
        return new StunWriter(StunClass.SUCCESS, request.method(), request.transaction());
    }

    StunWriter error(StunError error) {
        return new StunWriter(StunClass.ERROR, request.method(), request.transaction())
                .errorCode(error.code(), error.phrase());
    }

    /// Signs and sends.
    void send(StunWriter answer) {
        byte[] by = key;
        if (by != null) {
            if (sha256) {
                answer.sign256(by);
            } else {
                answer.sign(by);
            }
        }
        tuple.send(request.fingerprinted() ? answer.finish() : answer.bare());
    }

    boolean has(StunAttribute attribute) {
        return request.has(attribute);
    }
}
