package jackfield.roles.locating;

import jackfield.base.dns.DnsAnswer;
import jackfield.base.dns.DnsQuestions;
import jackfield.base.dns.DnsType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Answers of the DNS for as long as they hold, also those that there is nothing (RFC 2308). A
/// question that is under way is not asked twice. Bounded: the oldest answer goes first.
public final class DnsCache {
    private static final long SECOND = 1_000_000_000L;

    /// An answer may claim to hold for longer; a name that moves should not need a restart.
    private static final long LONGEST = 3600 * SECOND;

    /// That there is nothing holds for a shorter time: somebody may be about to mend it.
    private static final long LONGEST_NOTHING = 60 * SECOND;

    /// After a question without an answer the next one waits, so that a dead server is not flooded.
    private static final long UNKNOWN = 2 * SECOND;

    private static final int MOST_ANSWERS = 4096;
    private static final int MOST_QUESTIONS = 512;
    private static final int MOST_WAITING = 1000;

    private record Question(String name, DnsType type) implements Comparable<Question> {
        @Override
        public int compareTo(Question other) {
            int order = name.compareTo(other.name);
            return order == 0 ? type.compareTo(other.type) : order;
        }
    }

    private record Held(DnsAnswer answer, long until) {}

    private final DnsQuestions dns;
    private final Map<Question, Held> answers = new LinkedHashMap<>();
    private final Map<Question, List<DnsQuestions.Answered>> asked = new LinkedHashMap<>();

    /// An empty cache in front of `dns`.
    public DnsCache(DnsQuestions dns) {
        this.dns = dns;
    }

    /// The records of `type` that `name` has: at once where they are known.
    public void ask(String name, DnsType type, long now, DnsQuestions.Answered answered) {
        Question question = new Question(name.toLowerCase(Locale.ROOT), type);
        Held held = answers.get(question);
        if (held != null && held.until > now) {
            answered.answered(held.answer, now);
            return;
        }
        List<DnsQuestions.Answered> waiting = asked.get(question);
        if (waiting != null && waiting.size() < MOST_WAITING) {
            waiting.add(answered);
        } else if (waiting != null || asked.size() >= MOST_QUESTIONS) {
            answered.answered(DnsAnswer.FAILED, now);
        } else {
            List<DnsQuestions.Answered> first = new ArrayList<>(2);
            first.add(answered);
            asked.put(question, first);
            dns.ask(question.name, type, (answer, then) -> answered(question, answer, then));
        }
    }

    private void answered(Question question, DnsAnswer answer, long now) {
        List<DnsQuestions.Answered> waiting = asked.remove(question);
        if (waiting == null) {
            return;
        }
        long holds =
                !answer.known()
                        ? UNKNOWN
                        : Math.min(
                                answer.ttl(),
                                answer.records().isEmpty() ? LONGEST_NOTHING : LONGEST);
        answers.remove(question);
        if (holds > 0) {
            answers.put(question, new Held(answer, now + holds));
            if (answers.size() > MOST_ANSWERS) {
                answers.remove(answers.keySet().iterator().next());
            }
        }
        waiting.forEach(one -> one.answered(answer, now));
    }

    /// Answers that are held.
    public int size() {
        return answers.size();
    }

    /// Questions under way.
    public int waiting() {
        return asked.size();
    }
}
