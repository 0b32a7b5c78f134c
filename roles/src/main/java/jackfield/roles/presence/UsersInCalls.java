package jackfield.roles.presence;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.proxy.CallParty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which users are in which calls.
final class UsersInCalls {
    private final Map<AddressOfRecord, List<CallParty>> byUser = new HashMap<>();
    private final Map<String, List<CallParty>> byCall = new HashMap<>();

    /// The calls of a user.
    List<CallParty> of(AddressOfRecord user) {
        return List.copyOf(byUser.getOrDefault(user, List.of()));
    }

    /// A call's users are these now; gives those for whom that is new.
    Set<AddressOfRecord> changed(String callId, List<CallParty> now) {
        List<CallParty> before =
                now.isEmpty() ? byCall.remove(callId) : byCall.put(callId, List.copyOf(now));
        Set<AddressOfRecord> touched = new HashSet<>();
        if (before != null) {
            before.forEach(party -> remove(party, touched));
        }
        for (CallParty party : now) {
            byUser.computeIfAbsent(party.user(), _ -> new ArrayList<>(2)).add(party);
            touched.add(party.user());
        }
        return touched;
    }

    private void remove(CallParty party, Set<AddressOfRecord> touched) {
        touched.add(party.user());
        List<CallParty> all = byUser.get(party.user());
        if (all != null && all.remove(party) && all.isEmpty()) {
            byUser.remove(party.user());
        }
    }
}
