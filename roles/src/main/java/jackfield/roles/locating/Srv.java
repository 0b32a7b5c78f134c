package jackfield.roles.locating;

import jackfield.base.dns.DnsRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// The order in which the servers of a service are to be tried (RFC 2782).
final class Srv {
    /// A domain with more servers is served by the first of them.
    private static final int MOST = 12;

    private Srv() {}

    /// By priority, and within one priority by chance, as often first as its weight says; the first
    /// dozen.
    static List<DnsRecord.Srv> order(List<DnsRecord> records, RandomGenerator random) {
        List<DnsRecord.Srv> rest = new ArrayList<>();
        for (DnsRecord record : records) {
            if (record instanceof DnsRecord.Srv srv && !srv.target().isEmpty()) {
                rest.add(srv);
            }
        }
        // Those of weight 0 stand first in their priority, so that they have a small chance too.
        rest.sort(
                Comparator.comparingInt(DnsRecord.Srv::priority)
                        .thenComparingInt(srv -> srv.weight() == 0 ? 0 : 1));
        List<DnsRecord.Srv> ordered = new ArrayList<>();
        while (!rest.isEmpty() && ordered.size() < MOST) {
            ordered.add(rest.remove(pick(rest, random)));
        }
        return ordered;
    }

    /// One of the lowest priority.
    private static int pick(List<DnsRecord.Srv> rest, RandomGenerator random) {
        int priority = rest.getFirst().priority();
        int count = 0;
        int sum = 0;
        while (count < rest.size() && rest.get(count).priority() == priority) {
            sum += rest.get(count++).weight();
        }
        int chosen = random.nextInt(sum + 1);
        int running = 0;
        for (int i = 0; i < count; i++) {
            running += rest.get(i).weight();
            if (running >= chosen) {
                return i;
            }
        }
        return count - 1;
    }
}
