package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.messaging.MessageStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/// Keeps text messages in memory.
final class Drawer implements MessageStore {
    static final String SOME_DAY = "Sat, 21 Nov 2026 14:00:00 GMT";

    final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    boolean full;
    long kept;
    private final Ladder ladder;
    private final Map<Long, AddressOfRecord> recipients = new TreeMap<>();

    Drawer(Ladder ladder) {
        this.ladder = ladder;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public long keep(AddressOfRecord from, AddressOfRecord to, String callId, String text) {
        if (full) {
            return -1;
        }
        waiting.put(++kept, new Waiting(kept, from, SOME_DAY, text));
        recipients.put(kept, to);
        return kept;
    }

    private List<Waiting> of(AddressOfRecord user) {
        return waiting.values().stream()
                .filter(each -> user.equals(recipients.get(each.number())))
                .toList();
    }

    @Override
    public boolean hasWaiting(AddressOfRecord user) {
        return !of(user).isEmpty();
    }

    @Override
    public void waiting(AddressOfRecord user, ObjLongConsumer<List<Waiting>> then) {
        then.accept(of(user), ladder.now);
    }

    @Override
    public void delivered(AddressOfRecord user, long number) {
        assertThat(waiting.remove(number)).isNotNull();
    }
}
