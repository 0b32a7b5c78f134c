package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An allocation as people see it.
///
/// @param id its number on this node
/// @param user whose it is, for quotas
/// @param username as the client writes it
/// @param transport what the client talks over
/// @param client the client as we see it
/// @param relayed where peers see the client: `udp 192.0.2.1:31000`, one or two
/// @param began ns since the node started
/// @param expires ns since the node started
/// @param peers addresses that have a permission now
/// @param channels bound now
/// @param connections to peers by TCP
/// @param packetsFromClient to peers
/// @param bytesFromClient to peers, without TURN's headers
/// @param packetsToClient from peers
/// @param bytesToClient from peers, without TURN's headers
public record AllocationView(
        long id,
        String user,
        String username,
        ClientTransport transport,
        Endpoint client,
        List<String> relayed,
        long began,
        long expires,
        List<String> peers,
        int channels,
        int connections,
        long packetsFromClient,
        long bytesFromClient,
        long packetsToClient,
        long bytesToClient) {
    static AllocationView of(Allocation from, long now) {
        return new AllocationView(
                from.id,
                from.identity.user(),
                from.identity.username(),
                from.tuple.transport(),
                from.tuple.client(),
                relayed(from),
                from.began,
                from.expires,
                from.peers.allPermissions().stream()
                        .filter(each -> each.expires > now)
                        .map(each -> each.endpoint().host())
                        .toList(),
                from.peers.channels(),
                from.connections().size(),
                from.packetsFromClient,
                from.bytesFromClient,
                from.packetsToClient,
                from.bytesToClient);
    }

    private static List<String> relayed(Allocation from) {
        TcpPort stream = from.tcp;
        if (stream != null) {
            return List.of("tcp " + stream.told());
        }
        return java.util.stream.Stream.of(text(from.ipv4), text(from.ipv6))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static String text(@Nullable RelayedAddress address) {
        return address == null ? "" : "udp " + address.endpoint();
    }
}
