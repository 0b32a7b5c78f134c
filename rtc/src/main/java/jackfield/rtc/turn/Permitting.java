package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CreatePermission and ChannelBind (RFC 8656 sections 10.2, 12.2).
final class Permitting {
    private final DataPath path;
    private final PeerPolicy policy;

    Permitting(DataPath path, PeerPolicy policy) {
        this.path = path;
        this.policy = policy;
    }

    /// Answers a CreatePermission: all of its peers, or none.
    Refusal createPermission(Exchange exchange) {
        Allocation allocation = exchange.tuple.allocation;
        Refusal wrong = unfit(exchange, allocation);
        if (wrong != null || allocation == null) {
            return wrong == null ? Refusal.NONE : wrong;
        }
        List<@Nullable Endpoint> peers =
                exchange.request.xorAddresses(StunAttribute.XOR_PEER_ADDRESS);
        if (peers.isEmpty()) {
            return Refusal.of(StunError.BAD_REQUEST, "no XOR-PEER-ADDRESS");
        }
        for (Endpoint peer : peers) {
            wrong = unfit(allocation, peer);
            if (wrong != null) {
                return wrong;
            }
        }
        if (!hasRoom(allocation, peers.size(), exchange.now)) {
            return Refusal.of(StunError.INSUFFICIENT_CAPACITY, "too many permissions");
        }
        for (Endpoint peer : peers) {
            if (peer != null) {
                permit(allocation, peer, exchange.now);
            }
        }
        exchange.send(exchange.success());
        return Refusal.NONE;
    }

    /// Answers a ChannelBind. Numbers above 0x4fff are taken too, as RFC 5766 had them: clients in
    /// use choose from them.
    Refusal channelBind(Exchange exchange) {
        Allocation allocation = exchange.tuple.allocation;
        Refusal wrong = unfit(exchange, allocation);
        if (wrong != null || allocation == null) {
            return wrong == null ? Refusal.NONE : wrong;
        }
        long number = exchange.request.number(StunAttribute.CHANNEL_NUMBER) >>> 16;
        Endpoint peer = exchange.request.xorAddress(StunAttribute.XOR_PEER_ADDRESS);
        if (peer == null
                || !exchange.has(StunAttribute.CHANNEL_NUMBER)
                || number < ChannelBinding.FIRST
                || number > ChannelBinding.LAST) {
            return Refusal.of(StunError.BAD_REQUEST, "no XOR-PEER-ADDRESS, or a bad channel");
        }
        wrong = unfit(allocation, peer);
        if (wrong != null) {
            return wrong;
        }
        if (policy.of(peer) == PeerPolicy.Rule.OWN && !policy.allowsOwn(peer.port())) {
            return denied(peer);
        }
        return bind(exchange, allocation, (int) number, peer);
    }

    private Refusal bind(Exchange exchange, Allocation allocation, int number, Endpoint peer) {
        long now = exchange.now;
        Peers peers = allocation.peers;
        ChannelBinding ofNumber = live(peers.channel(number), now);
        ChannelBinding ofPeer = live(peers.channel(peer.high(), peer.low(), peer.port()), now);
        if (ofNumber != ofPeer) {
            return Refusal.of(
                    StunError.BAD_REQUEST,
                    "the channel is another peer's, or the peer has another channel");
        }
        if (ofNumber == null) {
            peers.sweep(now);
            RelayedAddress by = allocation.relayed(peer.high(), peer.low());
            if (by == null
                    || peers.channels() >= path.limits.channels()
                    || !hasRoom(allocation, 1, now)) {
                return Refusal.of(StunError.INSUFFICIENT_CAPACITY, "too many channels");
            }
            ofNumber =
                    new ChannelBinding(
                            number,
                            peer.high(),
                            peer.low(),
                            peer.port(),
                            permit(allocation, peer, now),
                            by);
            peers.put(ofNumber);
        }
        ofNumber.expires = now + ChannelBinding.LIFETIME;
        ofNumber.permission.expires = now + Permission.LIFETIME;
        if (peers.permission(peer.high(), peer.low()) != ofNumber.permission) {
            peers.put(ofNumber.permission); // it had run out and was forgotten
        }
        exchange.send(exchange.success());
        return Refusal.NONE;
    }

    private static @Nullable ChannelBinding live(@Nullable ChannelBinding channel, long now) {
        return channel == null || channel.expires <= now ? null : channel;
    }

    private Permission permit(Allocation allocation, Endpoint peer, long now) {
        Permission permission = allocation.peers.permission(peer.high(), peer.low());
        if (permission == null) {
            boolean own = policy.of(peer) == PeerPolicy.Rule.OWN;
            permission = new Permission(peer.high(), peer.low(), own);
            allocation.peers.put(permission);
        }
        permission.expires = now + Permission.LIFETIME;
        return permission;
    }

    private boolean hasRoom(Allocation allocation, int more, long now) {
        int most = path.limits.permissions();
        if (allocation.peers.permissions() + more <= most) {
            return true;
        }
        allocation.peers.sweep(now);
        return allocation.peers.permissions() + more <= most;
    }

    private static @Nullable Refusal unfit(Exchange exchange, @Nullable Allocation allocation) {
        if (allocation == null) {
            return Refusal.of(StunError.ALLOCATION_MISMATCH, "it has no allocation");
        }
        return Allocating.isOwner(exchange, allocation) ? null : Allocating.wrongUser();
    }

    private @Nullable Refusal unfit(Allocation allocation, @Nullable Endpoint peer) {
        if (peer == null) {
            return Refusal.of(StunError.BAD_REQUEST, "an address of an unknown family");
        }
        TcpPort tcp = allocation.tcp;
        boolean fits =
                tcp == null
                        ? allocation.relayed(peer.high(), peer.low()) != null
                        : tcp.told().isIpv4() == peer.isIpv4();
        if (!fits) {
            return Refusal.of(
                    StunError.PEER_ADDRESS_FAMILY_MISMATCH, "no relayed address of this family");
        }
        return policy.of(peer) == PeerPolicy.Rule.DENIED ? denied(peer) : null;
    }

    static Refusal denied(Endpoint peer) {
        return Refusal.of(
                StunError.FORBIDDEN,
                "the peer " + peer + " is denied; turn.peers.allow can allow its network");
    }
}
