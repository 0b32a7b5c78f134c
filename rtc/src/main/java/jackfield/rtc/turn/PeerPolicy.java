package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.base.NetworkTable;
import java.util.List;
import java.util.Objects;

/// Which peers may be reached through us. The narrowest network that an address is in decides.
///
/// What is denied by default is what a stranger with a credential must not reach from inside: this
/// machine, its neighbours, cloud metadata, multicast, and the IPv6 forms that carry such an IPv4
/// address. Of our own addresses only the ports of media are peers.
public final class PeerPolicy {
    /// What is denied where nobody says otherwise (RFC 6890, RFC 8656 section 21.2).
    public static final List<Network> DENIED_BY_DEFAULT =
            List.of(
                    network("0.0.0.0/8"),
                    network("10.0.0.0/8"),
                    network("100.64.0.0/10"),
                    network("127.0.0.0/8"),
                    network("169.254.0.0/16"),
                    network("172.16.0.0/12"),
                    network("192.0.0.0/24"),
                    network("192.168.0.0/16"),
                    network("198.18.0.0/15"),
                    network("224.0.0.0/4"),
                    network("240.0.0.0/4"),
                    network("::/96"),
                    network("64:ff9b::/96"),
                    network("64:ff9b:1::/48"),
                    network("100::/64"),
                    network("2001::/32"),
                    network("2002::/16"),
                    network("fc00::/7"),
                    network("fe80::/10"),
                    network("fec0::/10"),
                    network("ff00::/8"));

    private final NetworkTable<Rule> rules = new NetworkTable<>();
    private final List<Ports> ownPorts;

    /// What holds for an address.
    enum Rule {
        ALLOWED,
        DENIED,
        OWN
    }

    /// Ports from `first` to `last`.
    public record Ports(int first, int last) {}

    /// @param allowed networks that may be reached although they are denied by default
    /// @param denied networks that may not be reached
    /// @param own our own addresses
    /// @param ownPorts the ports of these that are peers: media and relayed ones
    public PeerPolicy(
            List<Network> allowed, List<Network> denied, List<Endpoint> own, List<Ports> ownPorts) {
        DENIED_BY_DEFAULT.forEach(each -> rules.put(each, Rule.DENIED));
        own.stream()
                .filter(each -> !each.isUnspecified())
                .forEach(each -> rules.put(Network.of(each), Rule.OWN));
        allowed.forEach(each -> rules.put(each, Rule.ALLOWED));
        denied.forEach(each -> rules.put(each, Rule.DENIED));
        this.ownPorts = List.copyOf(ownPorts);
    }

    private static Network network(String text) {
        return Objects.requireNonNull(Network.parse(text));
    }

    Rule of(Endpoint peer) {
        Rule rule = rules.find(peer);
        return rule == null ? Rule.ALLOWED : rule;
    }

    /// Whether a port of an address of our own is a peer's.
    boolean allowsOwn(int port) {
        for (int i = 0; i < ownPorts.size(); i++) {
            Ports ports = ownPorts.get(i);
            if (port >= ports.first && port <= ports.last) {
                return true;
            }
        }
        return false;
    }
}
