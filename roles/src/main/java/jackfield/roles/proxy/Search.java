package jackfield.roles.proxy;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far one request is in its target set (RFC 3261 section 16.5): which attempt is made, where
/// it still waits for an end, and how it ends.
final class Search {
    final ResponseContext context;

    /// Who asks; null where that is not known.
    final @Nullable AddressOfRecord sender;

    /// The branches that may be open at once, all together (RFC 5393 section 5.3).
    final int breadth;

    /// Where the attempt of now still waits for an end.
    final Set<Destination> open = new LinkedHashSet<>();

    /// Branches whose media goes when another one takes its place: the caller's own leg lives as
    /// long as one of them.
    final List<String> unreleased = new ArrayList<>();

    /// Everywhere the request was sent to: what keeps redirections from going in circles.
    private final Set<String> tried = new HashSet<>();

    /// True once one came who was waited for.
    boolean somebodyCame;

    private final List<TargetSet.Attempt> attempts;
    private int next;
    private TargetSet.@Nullable Attempt current;
    private @Nullable Outcome outcome;
    private @Nullable Outcome cause;
    private boolean refusedByAll;
    private boolean over;

    Search(
            ResponseContext context,
            @Nullable AddressOfRecord sender,
            TargetSet targets,
            int breadth) {
        this.context = context;
        this.sender = sender;
        this.breadth = breadth;
        attempts = new ArrayList<>(targets.attempts());
    }

    /// The attempt of now.
    TargetSet.@Nullable Attempt current() {
        return current;
    }

    /// How the attempt of now ended, as far as it did.
    @Nullable Outcome outcome() {
        return outcome;
    }

    /// How the attempt before the one of now ended; null for the first.
    @Nullable Outcome cause() {
        return cause;
    }

    /// Takes the attempt that the end of the one before asks for; null where none does.
    ///
    /// Of the places that one user forwards to, each for an outcome of its own, one is tried at
    /// most: how the call ended there is not how it ended at the user.
    TargetSet.@Nullable Attempt take() {
        Outcome before = outcome;
        boolean forwarded = current != null && current.retargeted();
        boolean passedOver = false;
        while (next < attempts.size()) {
            TargetSet.Attempt attempt = attempts.get(next++);
            if (!attempt.further()) {
                passedOver = forwarded && attempt.retargeted();
            }
            if (passedOver) {
                continue;
            }
            boolean asked = before == null || attempt.after().contains(before);
            // A 6xx speaks for the one who was called, not for somebody else.
            if (asked && (!refusedByAll || attempt.retargeted())) {
                current = attempt;
                cause = before;
                outcome = null;
                refusedByAll = false;
                return attempt;
            }
            passedOver = !asked && !attempt.further();
        }
        return null;
    }

    /// The targets of attempts that are still to come.
    int targetsLeft() {
        int count = 0;
        for (TargetSet.Attempt attempt : attempts.subList(next, attempts.size())) {
            count += attempt.targets().size();
        }
        return count;
    }

    /// True where another attempt would be made should the one of now fail.
    boolean goesOnAfterFailure() {
        for (TargetSet.Attempt attempt : attempts.subList(next, attempts.size())) {
            if (attempt.after().contains(Outcome.FAILED)) {
                return true;
            }
        }
        return false;
    }

    /// Adds an attempt to follow the one of now.
    void insert(TargetSet.Attempt attempt) {
        attempts.add(next, attempt);
    }

    /// True the first time that `uri` is named.
    boolean isNew(SipUri uri) {
        return tried.add(Binding.contactKey(uri));
    }

    /// How many places were named.
    int tried() {
        return tried.size();
    }

    /// One destination has come to its end.
    void ended(Destination destination, Outcome how, boolean byAll) {
        open.remove(destination);
        refusedByAll |= byAll;
        failed(how);
    }

    /// Something of the attempt of now has failed.
    void failed(Outcome how) {
        if (outcome == null || how.compareTo(outcome) < 0) {
            outcome = how;
        }
    }

    /// There is nothing more to try.
    void finish() {
        over = true;
        open.clear();
    }

    boolean isOver() {
        return over;
    }
}
