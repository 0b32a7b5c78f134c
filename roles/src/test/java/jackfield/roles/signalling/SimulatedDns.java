package jackfield.roles.signalling;

import jackfield.base.Endpoint;
import jackfield.base.dns.DnsAnswer;
import jackfield.base.dns.DnsQuestions;
import jackfield.base.dns.DnsRecord;
import jackfield.base.dns.DnsType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A DNS whose answers come soon, late, much too late or not at all.
final class SimulatedDns implements DnsQuestions {
    private final Simulation network;
    private final Map<String, List<DnsRecord>> records = new HashMap<>();

    /// Questions without an answer yet.
    int waiting;

    SimulatedDns(Simulation network) {
        this.network = network;
    }

    SimulatedDns srv(String name, int priority, String target) {
        return add(DnsType.SRV, name, new DnsRecord.Srv(priority, 1, 5060, target));
    }

    SimulatedDns address(String name, String address) {
        return add(DnsType.A, name, new DnsRecord.Address(Endpoint.literal(address, 0)));
    }

    private SimulatedDns add(DnsType type, String name, DnsRecord record) {
        records.computeIfAbsent(type + " " + name, _ -> new ArrayList<>()).add(record);
        return this;
    }

    @Override
    public void ask(String name, DnsType type, Answered answered) {
        waiting++;
        int chance = network.random.nextInt(20);
        long longest = chance == 0 ? 20 : chance < 3 ? 6 : 1;
        DnsAnswer answer =
                chance == 3
                        ? DnsAnswer.FAILED
                        : new DnsAnswer(
                                records.getOrDefault(type + " " + name, List.of()),
                                network.random.nextLong(60 * Ladder.SECOND),
                                true);
        network.after(
                network.random.nextLong(longest * Ladder.SECOND),
                () -> {
                    waiting--;
                    network.resume(now -> answered.answered(answer, now));
                });
    }
}
