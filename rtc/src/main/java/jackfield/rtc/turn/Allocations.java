package jackfield.rtc.turn;

import jackfield.base.DeadlineQueue;
import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All allocations of a server, their ports, and what has been reserved.
final class Allocations implements DataPath.Ending {
    private static final int MOST_TRIES = 16;

    final TurnSettings settings;
    final DataPath path;
    final DeadlineQueue<Due> due = new DeadlineQueue<>();
    private final RelayPorts ports;
    private final TcpPorts tcpPorts;
    private final RandomGenerator random;
    private final Outbox<TurnEvent> events;
    private final PortPool pool4;
    private final PortPool pool6;
    private final Map<Long, Allocation> all = new HashMap<>();
    private final Map<String, Integer> ofUser = new HashMap<>();
    private final Map<Long, Reservation> reservations = new HashMap<>();
    private final Map<Long, Allocation> tickets = new HashMap<>();
    private long lastId;
    private long granted;

    Allocations(
            TurnSettings settings,
            PeerPolicy policy,
            RelayPorts ports,
            TcpPorts tcpPorts,
            RandomGenerator random,
            Outbox<TurnEvent> events) {
        this.settings = settings;
        this.ports = ports;
        this.tcpPorts = tcpPorts;
        this.random = random;
        this.events = events;
        path = new DataPath(settings.limits(), policy, random.nextLong(), this);
        pool4 = new PortPool(settings.firstPort(), settings.lastPort(), random);
        pool6 = new PortPool(settings.firstPort(), settings.lastPort(), random);
    }

    /// The address that peers are told; null where we have none of this family.
    @Nullable Endpoint told(boolean ipv6) {
        return ipv6 ? settings.relayed6() : settings.relayed4();
    }

    boolean isFull() {
        return all.size() >= settings.limits().allocations();
    }

    boolean isFull(String user) {
        return ofUser.getOrDefault(user, 0) >= settings.limits().allocationsPerUser();
    }

    int size() {
        return all.size();
    }

    long granted() {
        return granted;
    }

    /// A new allocation, without any relayed address yet.
    Allocation draft(Exchange exchange) {
        return new Allocation(
                ++lastId,
                exchange.identity(),
                exchange.tuple,
                path,
                random.nextLong(),
                exchange.now);
    }

    /// Gives a draft a relayed address; false where there is no port.
    boolean relay(Allocation to, boolean ipv6, boolean even, boolean dontFragment, long now) {
        for (int i = 0; i < MOST_TRIES; i++) {
            int port = even ? pool(ipv6).takeEven(false, now) : pool(ipv6).take(now);
            if (port < 0) {
                return false;
            }
            RelayPort open = ports.open(ipv6, port, dontFragment);
            if (open != null) {
                attach(to, ipv6, port, open);
                return true;
            }
            pool(ipv6).rest(port, now); // another program has it: not again at once
        }
        return false;
    }

    /// An even port, and the one above it reserved; the reservation, or null where there is no such
    /// pair.
    @Nullable Reservation relayPair(Allocation to, boolean ipv6, boolean dontFragment, long now) {
        for (int i = 0; i < MOST_TRIES; i++) {
            int port = pool(ipv6).takeEven(true, now);
            if (port < 0) {
                return null;
            }
            RelayPort even = ports.open(ipv6, port, dontFragment);
            RelayPort odd = even == null ? null : ports.open(ipv6, port + 1, dontFragment);
            if (even != null && odd != null) {
                attach(to, ipv6, port, even);
                return reserve(to.identity.user(), ipv6, port + 1, odd, now);
            }
            if (even != null) {
                even.close();
            }
            pool(ipv6).rest(port, now);
            pool(ipv6).rest(port + 1, now);
        }
        return null;
    }

    private Reservation reserve(String user, boolean ipv6, int port, RelayPort open, long now) {
        long token = random.nextLong();
        var reservation = new Reservation(token, user, ipv6, port, open, this);
        reservations.put(token, reservation);
        due.set(reservation, now + Reservation.LIFETIME);
        return reservation;
    }

    /// Gives a draft what was reserved; false where the token is no one's, or another user's.
    boolean relayReserved(Allocation to, long token) {
        Reservation reserved = reservations.get(token);
        if (reserved == null || !reserved.user.equals(to.identity.user())) {
            return false;
        }
        reservations.remove(token);
        due.remove(reserved);
        attach(to, reserved.ipv6, reserved.port, reserved.egress);
        return true;
    }

    void unused(Reservation reservation) {
        reservations.remove(reservation.token);
        reservation.egress.close();
        pool(reservation.ipv6).give(reservation.port);
    }

    @SuppressWarnings("ReferenceEquality") // that very one
    boolean relaysTcp() {
        return tcpPorts != TcpPorts.NONE;
    }

    /// Gives a draft a TCP port to relay by; false where there is none.
    boolean relayTcp(Allocation to, boolean ipv6, long now) {
        for (int i = 0; i < MOST_TRIES; i++) {
            int port = pool(ipv6).take(now);
            if (port < 0) {
                return false;
            }
            TcpPort open = tcpPorts.open(ipv6, port, to.id);
            if (open != null) {
                to.tcp = open;
                return true;
            }
            pool(ipv6).rest(port, now);
        }
        return false;
    }

    private void attach(Allocation to, boolean ipv6, int port, RelayPort open) {
        Endpoint told = told(ipv6);
        if (told == null) {
            throw new IllegalStateException("no address of this family");
        }
        RelayedAddress relayed = new RelayedAddress(told.withPort(port), open, to);
        if (ipv6) {
            to.ipv6 = relayed;
        } else {
            to.ipv4 = relayed;
        }
        path.add(relayed);
        open.attach(relayed);
    }

    /// A draft becomes an allocation.
    void add(Allocation allocation, long now) {
        all.put(allocation.id, allocation);
        ofUser.merge(allocation.identity.user(), 1, Integer::sum);
        allocation.tuple.allocation = allocation;
        UdpListener.keep(allocation.tuple);
        due.set(allocation, allocation.expires);
        granted++;
        events.put(new TurnEvent.Allocated(AllocationView.of(allocation, now)));
    }

    void lives(Allocation allocation, long until) {
        allocation.expires = until;
        due.set(allocation, until);
    }

    /// Ends it, with all that belongs to it.
    void end(Allocation allocation, String why, long now) {
        if (all.remove(allocation.id) == null) {
            return;
        }
        events.put(new TurnEvent.Ended(AllocationView.of(allocation, now), why));
        ofUser.computeIfPresent(
                allocation.identity.user(), (_, count) -> count == 1 ? null : count - 1);
        due.remove(allocation);
        detach(allocation);
        byte[] ticket = allocation.ticket;
        if (ticket != null) {
            tickets.remove(Tickets.number(ticket));
        }
        close(allocation, now);
    }

    /// Gives back the ports of a draft or of an allocation.
    void close(Allocation allocation, long now) {
        release(allocation, false, now);
        release(allocation, true, now);
        TcpPort tcp = allocation.tcp;
        if (tcp != null) {
            allocation.connections().values().forEach(due::remove);
            allocation.connections().clear();
            pool(!tcp.told().isIpv4()).rest(tcp.told().port(), now);
            tcp.close();
        }
    }

    /// Gives back one family's port.
    void release(Allocation allocation, boolean ipv6, long now) {
        RelayedAddress relayed = ipv6 ? allocation.ipv6 : allocation.ipv4;
        if (relayed == null) {
            return;
        }
        if (ipv6) {
            allocation.ipv6 = null;
        } else {
            allocation.ipv4 = null;
        }
        path.remove(relayed);
        relayed.egress.close();
        pool(ipv6).rest(relayed.port, now);
    }

    /// Moves an allocation to another five-tuple (RFC 8016 section 3.2).
    void move(Allocation allocation, FiveTuple to) {
        detach(allocation);
        allocation.tuple = to;
        to.allocation = allocation;
        UdpListener.keep(to);
    }

    private static void detach(Allocation allocation) {
        UdpListener.forget(allocation.tuple);
        if (allocation.tuple.allocation == allocation) {
            allocation.tuple.allocation = null;
        }
    }

    /// A fresh ticket for an allocation; the one before is no good any more.
    byte[] ticket(Allocation allocation) {
        byte[] before = allocation.ticket;
        if (before != null) {
            tickets.remove(Tickets.number(before));
        }
        byte[] ticket = Tickets.random(random);
        tickets.put(Tickets.number(ticket), allocation);
        allocation.ticket = ticket;
        return ticket.clone();
    }

    @Nullable Allocation byTicket(byte[] ticket) {
        Allocation found =
                ticket.length == Tickets.BYTES ? tickets.get(Tickets.number(ticket)) : null;
        return found != null && Tickets.same(found.ticket, ticket) ? found : null;
    }

    @Nullable Allocation find(long id) {
        return all.get(id);
    }

    List<AllocationView> views(long now) {
        List<AllocationView> views = new ArrayList<>(all.size());
        all.values().forEach(each -> views.add(AllocationView.of(each, now)));
        return views;
    }

    List<Allocation> everyOne() {
        return List.copyOf(all.values());
    }

    @Override
    public void expired(Allocation allocation, long now) {
        end(allocation, "its lifetime ran out", now);
    }

    private PortPool pool(boolean ipv6) {
        return ipv6 ? pool6 : pool4;
    }
}
