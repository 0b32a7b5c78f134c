package jackfield.roles.records;

import java.util.Locale;

/// How an attempt to call went, in one word.
public enum Outcome {
    /// Somebody answered.
    ANSWERED("the call was answered"),
    /// 486, 600.
    BUSY("the called party is busy"),
    /// 408: it rang, or not even that.
    NO_ANSWER("nobody answered"),
    /// 487: the caller gave up.
    CANCELLED("the caller gave up before an answer"),
    /// 404, 410, 480, 604 and the like: nobody is there.
    UNREACHABLE("the called party is not there"),
    /// 488, 606: no media that both know.
    NO_MEDIA("the two sides have no media in common"),
    /// Any other 3xx, 4xx and 6xx: somebody said no.
    REFUSED("the call was refused"),
    /// 5xx: a server has trouble.
    FAILED("a server has trouble");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /// The outcome of a call that was not answered, by its final status.
    public static Outcome of(int status) {
        return switch (status) {
            case 486, 600 -> BUSY;
            case 408 -> NO_ANSWER;
            case 487 -> CANCELLED;
            case 404, 410, 430, 480, 484, 485, 604 -> UNREACHABLE;
            case 488, 606 -> NO_MEDIA;
            default -> status >= 500 && status < 600 ? FAILED : REFUSED;
        };
    }

    /// Whether something went wrong: nobody there, no common media, a refusal, server trouble.
    public boolean isFailure() {
        return switch (this) {
            case UNREACHABLE, NO_MEDIA, REFUSED, FAILED -> true;
            case ANSWERED, BUSY, NO_ANSWER, CANCELLED -> false;
        };
    }

    /// The word for metrics and JSON: `no_answer`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// A sentence for people, without its full stop.
    public String words() {
        return words;
    }
}
