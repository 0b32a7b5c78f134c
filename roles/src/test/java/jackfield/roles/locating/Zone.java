package jackfield.roles.locating;

import jackfield.base.Endpoint;
import jackfield.base.dns.DnsAnswer;
import jackfield.base.dns.DnsQuestions;
import jackfield.base.dns.DnsRecord;
import jackfield.base.dns.DnsType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A DNS as the test says: records by name and type, answered at once or when the test wants it.
final class Zone implements DnsQuestions {
    final Map<String, List<DnsRecord>> records = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final Deque<Runnable> held = new ArrayDeque<>();
    boolean holding;
    boolean broken;
    long now;
    long ttl = 60_000_000_000L;

    Zone address(String name, String address) {
        DnsType type = address.contains(":") ? DnsType.AAAA : DnsType.A;
        return add(type + " " + name, new DnsRecord.Address(Endpoint.literal(address, 0)));
    }

    Zone srv(String name, int priority, int weight, int port, String target) {
        return add("SRV " + name, new DnsRecord.Srv(priority, weight, port, target));
    }

    Zone naptr(String name, int order, int preference, String service, String replacement) {
        return add(
                "NAPTR " + name, new DnsRecord.Naptr(order, preference, "s", service, replacement));
    }

    private Zone add(String key, DnsRecord record) {
        records.computeIfAbsent(key, _ -> new ArrayList<>()).add(record);
        return this;
    }

    @Override
    public void ask(String name, DnsType type, Answered answered) {
        String key = type + " " + name;
        asked.add(key);
        Runnable answer =
                () ->
                        answered.answered(
                                broken
                                        ? DnsAnswer.FAILED
                                        : new DnsAnswer(
                                                records.getOrDefault(key, List.of()), ttl, true),
                                now);
        if (holding) {
            held.add(answer);
        } else {
            answer.run();
        }
    }

    void answerAll() {
        for (Runnable next = held.poll(); next != null; next = held.poll()) {
            next.run();
        }
    }
}
