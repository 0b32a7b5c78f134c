package jackfield.roles.records;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call from its INVITE to its end; an attempt that was refused is one too.
///
/// @param parties who called whom
/// @param times when what happened
/// @param ending how it ended
/// @param said what its sides themselves have said of their media; empty where we saw it
public record CallRecord(Parties parties, Times times, Ending ending, List<SaidSide> said) {
    public CallRecord {
        said = List.copyOf(said);
    }

    /// A call whose media passed us.
    public CallRecord(Parties parties, Times times, Ending ending) {
        this(parties, times, ending, List.of());
    }

    /// What the Call-ID of a call from page to page begins with; behind it is what its maker chose.
    public static final String DIRECT = "signal:";

    /// Why a call ended that its caller gave up because somebody took it by another way.
    public static final String ELSEWHERE = "487 Call completed elsewhere";

    /// The source of a call of another proxy, whose media alone is ours.
    public static final String RELAYED = "ng";

    /// Who called whom.
    ///
    /// @param callId the Call-ID
    /// @param from the caller's URI
    /// @param to the URI that was called
    /// @param user the user of ours who proved to be the caller; null for one from outside
    /// @param source where the caller is: `wss 192.0.2.7:40112`; empty where not known
    /// @param destination where the one is who answered; null before that
    public record Parties(
            String callId,
            String from,
            String to,
            @Nullable String user,
            String source,
            @Nullable String destination) {}

    /// When what happened, in ns since the node started; 0 for never.
    ///
    /// @param began its INVITE came
    /// @param rang somebody rang
    /// @param answered somebody answered
    /// @param ended it was over
    public record Times(long began, long rang, long answered, long ended) {
        /// An attempt that was refused at once.
        public static Times at(long now) {
            return new Times(now, 0, 0, now);
        }
    }

    /// Who ended a call.
    public enum By {
        /// The caller hung up or gave up.
        CALLER,
        /// The callee hung up or refused.
        CALLEE,
        /// This node: time, media, a stop, a rule.
        NODE
    }

    /// How a call ended.
    ///
    /// @param status the final response the caller got: 200 for a call that was answered
    /// @param by who ended it
    /// @param why in words
    public record Ending(int status, By by, String why) {}

    /// What an operator counts: one word for how it went.
    public Outcome outcome() {
        return times.answered() != 0 ? Outcome.ANSWERED : Outcome.of(ending.status());
    }

    /// How long the two talked, in ns; 0 where nobody answered.
    public long talked() {
        return times.answered() == 0 ? 0 : times.ended() - times.answered();
    }

    /// How long the caller heard nothing after dialling, in ns: until it rang or, where it did not,
    /// until it was answered; -1 where neither happened (ITU-T E.721, post-dial delay).
    public long postDialDelay() {
        long sign = times.rang() != 0 ? times.rang() : times.answered();
        return sign == 0 ? -1 : sign - times.began();
    }
}
