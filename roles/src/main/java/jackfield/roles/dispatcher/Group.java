package jackfield.roles.dispatcher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The members of a group, and in which order a call tries them.
final class Group {
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    final GroupSettings settings;
    final List<Member> members = new ArrayList<>();
    private int turn;

    /// @param before the group of this name until now; null where there was none
    Group(GroupSettings settings, @org.jspecify.annotations.Nullable Group before) {
        this.settings = settings;
        Map<String, Member> known = new HashMap<>();
        if (before != null) {
            turn = before.turn;
            before.members.forEach(m -> known.putIfAbsent(m.settings.uri().toString(), m));
        }
        for (MemberSettings one : settings.members()) {
            Member old = known.remove(one.uri().toString());
            int number = members.size() + 1;
            members.add(
                    old == null
                            ? new Member(settings.name(), number, one)
                            : old.again(number, one));
        }
    }

    /// The members that a call may try now, the first choice first.
    List<Member> order(String callId, RandomGenerator random, long now) {
        List<Member> usable = new ArrayList<>();
        for (Member member : members) {
            if (member.usable(now)) {
                usable.add(member);
            }
        }
        switch (settings.algorithm()) {
            case ROUND_ROBIN -> inTurn(usable);
            case WEIGHT -> sort(usable, weighted(usable, random));
            case HASH -> sort(usable, hashed(usable, callId));
            case LEAST_CALLS -> {
                inTurn(usable);
                usable.sort(
                        Comparator.comparingDouble(
                                m -> (double) m.calls / Math.max(m.settings.weight(), 0.01)));
            }
            case PRIORITY -> usable.sort(Comparator.comparingInt(m -> m.settings.priority()));
            case SRV -> {
                sort(usable, weighted(usable, random));
                usable.sort(Comparator.comparingInt(m -> m.settings.priority()));
            }
        }
        return usable;
    }

    /// Turns the list, by places in the whole group: who is down gives its turn to the next and
    /// gets it back.
    private void inTurn(List<Member> usable) {
        if (usable.isEmpty()) {
            return;
        }
        int from = turn % members.size();
        usable.sort(
                Comparator.comparingInt(m -> Math.floorMod(m.number - 1 - from, members.size())));
        turn = usable.getFirst().number;
    }

    private static void sort(List<Member> list, Map<Member, Double> keys) {
        list.sort(Comparator.comparingDouble(keys::get));
    }

    /// Sorted by these keys, each member is before the others in proportion to its weight
    /// (Efraimidis and Spirakis): what drawing one after the other gives.
    private static Map<Member, Double> weighted(List<Member> list, RandomGenerator random) {
        Map<Member, Double> keys = new HashMap<>();
        for (Member member : list) {
            keys.put(member, key(1 - random.nextDouble(), member));
        }
        return keys;
    }

    /// Rendezvous hashing: each member draws a number for the Call-ID by itself, so that the others
    /// coming and going changes nothing between two of them.
    private static Map<Member, Double> hashed(List<Member> list, String callId) {
        Map<Member, Double> keys = new HashMap<>();
        for (Member member : list) {
            long hash = mix(hash(callId) ^ mix(hash(member.settings.uri().toString())));
            keys.put(member, key(((hash >>> 11) + 0.5) * 0x1p-53, member));
        }
        return keys;
    }

    /// @param drawn above 0, at most 1
    private static double key(double drawn, Member member) {
        return -Math.log(drawn) / Math.max(member.settings.weight(), 0.0001);
    }

    private static long hash(String text) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01b3L;
        }
        return hash;
    }

    private static long mix(long bits) {
        long mixed = bits + GOLDEN;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
