package jackfield.roles.p2p;

import jackfield.base.DeadlineQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All calls, by each of their two users, and those that still ring by whom they are for.
final class CallTable {
    private final Map<Call.Key, Call> byUser = new HashMap<>();
    private final Map<String, Set<Call>> ringing = new HashMap<>();
    private final Set<Call> all = new LinkedHashSet<>();
    private final DeadlineQueue<Due> due;

    CallTable(DeadlineQueue<Due> due) {
        this.due = due;
    }

    /// The call that one of its two users names so.
    @Nullable Call find(String user, String callId) {
        return byUser.get(new Call.Key(user, callId));
    }

    /// The latest call between a device and a user: for messages that name none.
    static @Nullable Call between(Device device, String user) {
        Call latest = null;
        for (Call call : device.calls()) {
            if (call.peerOf(device).equals(user)) {
                latest = call;
            }
        }
        return latest;
    }

    /// Those for a user that nobody has taken yet.
    List<Call> ringingFor(String user) {
        return new ArrayList<>(ringing.getOrDefault(user, Set.of()));
    }

    /// @param deadline when it has rung long enough
    void add(Call call, long deadline) {
        all.add(call);
        byUser.put(new Call.Key(call.maker().user(), call.id()), call);
        byUser.put(new Call.Key(call.callee(), call.id()), call);
        ringing.computeIfAbsent(call.callee(), _ -> new LinkedHashSet<>()).add(call);
        call.maker().calls().add(call);
        due.set(call, deadline);
    }

    /// Rings on one device more.
    Call.Leg ring(Call call, Device device) {
        device.calls().add(call);
        if (!device.isPage()) {
            call.withSip();
        }
        Call.Leg leg = new Call.Leg();
        call.legs().put(device, leg);
        return leg;
    }

    /// Rings there no longer; false where it did not.
    boolean quiet(Call call, Device device) {
        device.calls().remove(call);
        return call.legs().remove(device) != null;
    }

    void taken(Call call, Device by) {
        call.legs().keySet().forEach(device -> device.calls().remove(call));
        by.calls().add(call);
        call.takenBy(by);
        notRinging(call);
        due.remove(call);
    }

    void remove(Call call) {
        all.remove(call);
        byUser.remove(new Call.Key(call.maker().user(), call.id()));
        byUser.remove(new Call.Key(call.callee(), call.id()));
        call.maker().calls().remove(call);
        call.legs().keySet().forEach(device -> device.calls().remove(call));
        Device taker = call.taker();
        if (taker != null) {
            taker.calls().remove(call);
        }
        notRinging(call);
        due.remove(call);
    }

    private void notRinging(Call call) {
        Set<Call> left = ringing.get(call.callee());
        if (left != null && left.remove(call) && left.isEmpty()) {
            ringing.remove(call.callee());
        }
    }

    Set<Call> all() {
        return all;
    }

    int size() {
        return all.size();
    }

    /// What a device that is back should know: its calls.
    static Json.Items view(Device device) {
        List<Json> views = new ArrayList<>();
        for (Call call : device.calls()) {
            views.add(
                    new Json.Members(
                            Map.of(
                                    "callId",
                                    new Json.Text(call.id()),
                                    "peer",
                                    new Json.Text(call.peerOf(device)),
                                    "state",
                                    new Json.Text(call.state()),
                                    "outgoing",
                                    device == call.maker() ? Json.Word.TRUE : Json.Word.FALSE)));
        }
        return new Json.Items(views);
    }
}
