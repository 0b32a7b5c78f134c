package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Allocate and Refresh (RFC 8656 sections 7.2, 8.2, RFC 8016 section 3.2).
final class Allocating {
    static final int UDP = 17;
    static final int TCP = 6;

    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final long SECOND = 1_000_000_000L;
    private static final long USUAL_LIFETIME = 600 * SECOND;
    private static final int RESERVE = 0x80;

    private final Allocations allocations;

    /// What an Allocate asks for.
    ///
    /// @param evenPort -1 for any port, 0 for an even one, [#RESERVE] for the next one too
    /// @param additional whether both families are asked for, the one or the other being enough
    private record Wish(
            boolean tcp,
            boolean ipv4,
            boolean ipv6,
            boolean additional,
            int evenPort,
            boolean dontFragment) {}

    Allocating(Allocations allocations) {
        this.allocations = allocations;
    }

    /// Answers an Allocate.
    Refusal allocate(Exchange exchange) {
        Allocation held = exchange.tuple.allocation;
        if (held != null) {
            return again(exchange, held);
        }
        Refusal wrong = contradiction(exchange);
        if (wrong != null) {
            return wrong;
        }
        Wish wish = wish(exchange);
        wrong = unable(exchange, wish);
        if (wrong != null) {
            return wrong;
        }
        Allocation draft = allocations.draft(exchange);
        byte[] token = exchange.request.value(StunAttribute.RESERVATION_TOKEN);
        Reservation reserved = null;
        boolean granted;
        if (token != null) {
            granted = allocations.relayReserved(draft, ByteBuffer.wrap(token).getLong());
        } else if (wish.tcp) {
            granted = allocations.relayTcp(draft, wish.ipv6, exchange.now);
        } else if (wish.evenPort == RESERVE) {
            reserved = allocations.relayPair(draft, wish.ipv6, wish.dontFragment, exchange.now);
            granted = reserved != null;
        } else {
            granted = relay(draft, wish, exchange.now);
        }
        if (!granted) {
            return Refusal.of(
                    StunError.INSUFFICIENT_CAPACITY,
                    token == null ? "no free port in turn.range" : "an unknown reservation token");
        }
        return created(exchange, draft, wish, reserved);
    }

    private Refusal created(
            Exchange exchange, Allocation draft, Wish wish, @Nullable Reservation reserved) {
        draft.expires = exchange.now + lifetime(exchange);
        byte[] next =
                reserved == null ? null : ByteBuffer.allocate(8).putLong(reserved.token).array();
        draft.answered = new Allocation.TransactionMemory(exchange.request.transaction(), next);
        allocations.add(draft, exchange.now);
        byte[] asked = exchange.request.value(StunAttribute.MOBILITY_TICKET);
        if (asked != null) {
            allocations.ticket(draft);
        }
        exchange.send(granted(exchange, draft, wish));
        return Refusal.NONE;
    }

    private boolean relay(Allocation draft, Wish wish, long now) {
        boolean even = wish.evenPort >= 0;
        boolean first = wish.ipv4 && allocations.relay(draft, false, even, wish.dontFragment, now);
        boolean second = wish.ipv6 && allocations.relay(draft, true, even, wish.dontFragment, now);
        return first || second;
    }

    /// A request that was repeated gets the same answer; any other finds the five-tuple taken.
    private Refusal again(Exchange exchange, Allocation held) {
        Allocation.TransactionMemory answered = held.answered;
        if (answered != null && answered.transaction().equals(exchange.request.transaction())) {
            exchange.send(granted(exchange, held, null));
            return Refusal.NONE;
        }
        return Refusal.of(StunError.ALLOCATION_MISMATCH, "it has an allocation already");
    }

    private StunWriter granted(Exchange exchange, Allocation allocation, @Nullable Wish wish) {
        StunWriter answer = exchange.success();
        RelayedAddress ipv4 = allocation.ipv4;
        RelayedAddress ipv6 = allocation.ipv6;
        TcpPort tcp = allocation.tcp;
        if (tcp != null) {
            answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS, tcp.told());
        }
        if (ipv4 != null) {
            answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS, ipv4.endpoint());
        }
        if (ipv6 != null) {
            answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS, ipv6.endpoint());
        }
        if (wish != null && wish.additional && (ipv4 == null || ipv6 == null)) {
            answer.put(StunAttribute.ADDRESS_ERROR_CODE, addressError(ipv4 == null));
        }
        answer.number(
                        StunAttribute.LIFETIME,
                        Math.max(0, (allocation.expires - exchange.now) / SECOND))
                .xorMappedAddress(exchange.tuple.client());
        Allocation.TransactionMemory answered = allocation.answered;
        byte[] token = answered == null ? null : answered.token();
        if (token != null) {
            answer.put(StunAttribute.RESERVATION_TOKEN, token);
        }
        byte[] ticket = allocation.ticket;
        if (ticket != null) {
            answer.put(StunAttribute.MOBILITY_TICKET, ticket.clone());
        }
        return answer;
    }

    /// Which of two families was not to be had, and why (RFC 8656 section 18.13).
    private byte[] addressError(boolean ipv4) {
        StunError error =
                allocations.told(!ipv4) == null
                        ? StunError.ADDRESS_FAMILY_NOT_SUPPORTED
                        : StunError.INSUFFICIENT_CAPACITY;
        return new byte[] {
            (byte) (ipv4 ? IPV4 : IPV6), 0, (byte) (error.code() / 100), (byte) (error.code() % 100)
        };
    }

    /// What makes no sense, whatever we have (RFC 8656 section 7.2, points 3 to 9).
    private @Nullable Refusal contradiction(Exchange exchange) {
        byte[] transport = exchange.request.value(StunAttribute.REQUESTED_TRANSPORT);
        if (transport == null || transport.length != 4) {
            return bad("no REQUESTED-TRANSPORT");
        }
        boolean tcp = transport[0] == TCP && allocations.relaysTcp();
        if (transport[0] != UDP && !tcp) {
            return Refusal.of(
                    StunError.UNSUPPORTED_TRANSPORT_PROTOCOL,
                    transport[0] == TCP
                            ? "turn.tcp-relay is off"
                            : "protocol " + (transport[0] & 0xff));
        }
        byte[] even = exchange.request.value(StunAttribute.EVEN_PORT);
        byte[] token = exchange.request.value(StunAttribute.RESERVATION_TOKEN);
        boolean family = exchange.has(StunAttribute.REQUESTED_ADDRESS_FAMILY);
        boolean additional = isAdditional(exchange);
        if (even != null && even.length != 1 || token != null && token.length != 8) {
            return bad("EVEN-PORT or RESERVATION-TOKEN of a wrong length");
        }
        if (token != null && (even != null || family || additional)) {
            return bad("RESERVATION-TOKEN beside what it decides");
        }
        if (family && additional) {
            return bad("both REQUESTED- and ADDITIONAL-ADDRESS-FAMILY");
        }
        if (additional && (additional(exchange) != IPV6 || even != null && even[0] != 0)) {
            return bad("ADDITIONAL-ADDRESS-FAMILY that is not IPv6, or with a reservation");
        }
        boolean alone = even == null && token == null && !exchange.has(StunAttribute.DONT_FRAGMENT);
        if (transport[0] == TCP && !(alone && exchange.tuple.transport().isStream())) {
            return bad("TCP to peers wants TCP to us, and no attribute of UDP");
        }
        return null;
    }

    private Wish wish(Exchange exchange) {
        byte[] even = exchange.request.value(StunAttribute.EVEN_PORT);
        byte[] transport = exchange.request.value(StunAttribute.REQUESTED_TRANSPORT);
        boolean additional = isAdditional(exchange);
        boolean asksIpv6 = family(exchange, StunAttribute.REQUESTED_ADDRESS_FAMILY) == IPV6;
        return new Wish(
                transport != null && transport[0] == TCP,
                !asksIpv6,
                asksIpv6 || additional && allocations.told(true) != null,
                additional,
                even == null ? -1 : even[0] & RESERVE,
                exchange.has(StunAttribute.DONT_FRAGMENT));
    }

    /// What we cannot give (RFC 8656 section 7.2, points 9 to 12).
    private @Nullable Refusal unable(Exchange exchange, Wish wish) {
        if (exchange.has(StunAttribute.REQUESTED_ADDRESS_FAMILY)) {
            int family = family(exchange, StunAttribute.REQUESTED_ADDRESS_FAMILY);
            if (family != IPV4 && family != IPV6) {
                return Refusal.of(StunError.ADDRESS_FAMILY_NOT_SUPPORTED, "family " + family);
            }
        }
        boolean token = exchange.has(StunAttribute.RESERVATION_TOKEN);
        if (!token && allocations.told(!wish.ipv4) == null) {
            return Refusal.of(
                    StunError.ADDRESS_FAMILY_NOT_SUPPORTED,
                    "this node has no relayed address of this family: turn.addresses");
        }
        if (allocations.isFull()) {
            return full(StunError.INSUFFICIENT_CAPACITY, "turn.limits.allocations is reached");
        }
        if (allocations.isFull(exchange.identity().user())) {
            return Refusal.of(
                    StunError.ALLOCATION_QUOTA_REACHED,
                    "turn.limits.allocations-per-user is reached");
        }
        return null;
    }

    private Refusal full(StunError error, String why) {
        Endpoint alternate = allocations.settings.alternate();
        return alternate == null
                ? Refusal.of(error, why)
                : new Refusal(StunError.TRY_ALTERNATE, why, alternate, null);
    }

    /// Answers a Refresh.
    Refusal refresh(Exchange exchange) {
        Allocation allocation = exchange.tuple.allocation;
        byte[] ticket = exchange.request.value(StunAttribute.MOBILITY_TICKET);
        Allocation moves = ticket == null ? null : allocations.byTicket(ticket);
        if (moves != null && moves != allocation) {
            if (!isOwner(exchange, moves) || allocation != null && !isOwner(exchange, allocation)) {
                return wrongUser();
            }
            if (allocation != null) {
                allocations.end(allocation, "the client came back with another", exchange.now);
            }
            allocation = moves;
            allocations.move(allocation, exchange.tuple);
        } else if (ticket != null && ticket.length > 0 && allocation == null) {
            return Refusal.of(StunError.ALLOCATION_MISMATCH, "a ticket of no allocation");
        }
        if (allocation == null) {
            return Refusal.of(StunError.ALLOCATION_MISMATCH, "it has no allocation");
        }
        if (!isOwner(exchange, allocation)) {
            return wrongUser();
        }
        int family = family(exchange, StunAttribute.REQUESTED_ADDRESS_FAMILY);
        if (family != 0 && !has(allocation, family)) {
            return Refusal.of(
                    StunError.PEER_ADDRESS_FAMILY_MISMATCH, "no relayed address of this family");
        }
        boolean ends = exchange.request.number(StunAttribute.LIFETIME) == 0;
        StunWriter answer = exchange.success();
        if (ends) {
            answer.number(StunAttribute.LIFETIME, 0);
        } else {
            long lifetime = lifetime(exchange);
            allocation.peers.sweep(exchange.now);
            allocations.lives(allocation, exchange.now + lifetime);
            answer.number(StunAttribute.LIFETIME, lifetime / SECOND);
            byte[] held = allocation.ticket;
            if (ticket != null && held != null) {
                answer.put(StunAttribute.MOBILITY_TICKET, nextTicket(exchange, allocation, held));
            }
        }
        exchange.send(answer);
        if (ends) {
            end(allocation, family, exchange.now);
        }
        return Refusal.NONE;
    }

    /// The client keeps the ticket of the answer that it takes: one request has one, however often
    /// it comes (RFC 8489 section 6.3.1).
    private byte[] nextTicket(Exchange exchange, Allocation allocation, byte[] held) {
        Allocation.TransactionMemory last = allocation.answered;
        if (last != null && last.transaction().equals(exchange.request.transaction())) {
            return held.clone();
        }
        allocation.answered =
                new Allocation.TransactionMemory(exchange.request.transaction(), null);
        return allocations.ticket(allocation);
    }

    /// A client with addresses of both families may give up one (RFC 8656 section 8.2).
    private void end(Allocation allocation, int family, long now) {
        if (family != 0 && allocation.ipv4 != null && allocation.ipv6 != null) {
            allocations.release(allocation, family == IPV6, now);
        } else {
            allocations.end(allocation, "the client ended it", now);
        }
    }

    private static boolean has(Allocation allocation, int family) {
        TcpPort tcp = allocation.tcp;
        if (tcp != null) {
            return tcp.told().isIpv4() == (family == IPV4);
        }
        return family == IPV4 && allocation.ipv4 != null
                || family == IPV6 && allocation.ipv6 != null;
    }

    static boolean isOwner(Exchange exchange, Allocation allocation) {
        return exchange.identity().username().equals(allocation.identity.username());
    }

    static Refusal wrongUser() {
        return Refusal.of(
                StunError.WRONG_CREDENTIALS, "the allocation was made by another username");
    }

    private long lifetime(Exchange exchange) {
        long asked = exchange.request.number(StunAttribute.LIFETIME);
        long wanted = asked < 0 ? USUAL_LIFETIME : asked * SECOND;
        return Math.clamp(
                wanted,
                USUAL_LIFETIME,
                Math.max(USUAL_LIFETIME, allocations.settings.limits().longestLifetime()));
    }

    private static boolean isAdditional(Exchange exchange) {
        return exchange.has(StunAttribute.ADDITIONAL_ADDRESS_FAMILY)
                || exchange.has(StunAttribute.ADDITIONAL_ADDRESS_FAMILY_OF_DRAFTS);
    }

    private static int additional(Exchange exchange) {
        return exchange.has(StunAttribute.ADDITIONAL_ADDRESS_FAMILY)
                ? family(exchange, StunAttribute.ADDITIONAL_ADDRESS_FAMILY)
                : family(exchange, StunAttribute.ADDITIONAL_ADDRESS_FAMILY_OF_DRAFTS);
    }

    /// The family in an attribute; 0 where it is missing.
    private static int family(Exchange exchange, StunAttribute attribute) {
        byte[] value = exchange.request.value(attribute);
        return value == null || value.length != 4 ? 0 : value[0];
    }

    private static Refusal bad(String why) {
        return Refusal.of(StunError.BAD_REQUEST, why);
    }
}
