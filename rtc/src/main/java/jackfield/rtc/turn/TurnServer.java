package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A STUN and TURN server (RFC 8489, 8656, 6062, 8016), without sockets, threads or a clock.
///
/// Packets come in by [#receive] with the five-tuple they came on, and from peers into the
/// [jackfield.base.PacketSink] of each [RelayPort]; they leave in the same call. Only one thread
/// may touch it.
public final class TurnServer {
    private static final int ALLOCATE = 0x003;
    private static final int REFRESH = 0x004;
    private static final int CREATE_PERMISSION = 0x008;
    private static final int CHANNEL_BIND = 0x009;
    private static final int CONNECT = 0x00a;
    private static final int CONNECTION_BIND = 0x00b;

    /// Timers that one turn serves: to end an allocation is to close a socket.
    private static final int MOST_WAKES = 32;

    private final Allocations allocations;
    private final DataPath path;
    private final Authentication authentication;
    private final Allocating allocating;
    private final Permitting permitting;
    private final TcpRelay tcp;
    private final Outbox<TurnEvent> events;
    private final long[] refused = new long[StunError.values().length];
    private final RandomGenerator random;

    /// What a server asks of the node.
    ///
    /// @param credentials who may use it
    /// @param policy which peers may be reached
    /// @param ports opens relayed ports
    /// @param tcpPorts opens ports for TCP to peers
    public record Surroundings(
            Credentials credentials, PeerPolicy policy, RelayPorts ports, TcpPorts tcpPorts) {}

    /// @param random a strong source: nonces, tokens and ports come from it
    /// @param events what people may want to know; must not call back
    public TurnServer(
            TurnSettings settings,
            Surroundings around,
            RandomGenerator random,
            Outbox<TurnEvent> events) {
        this.random = random;
        this.events = events;
        allocations =
                new Allocations(
                        settings,
                        around.policy(),
                        around.ports(),
                        around.tcpPorts(),
                        random,
                        events);
        path = allocations.path;
        authentication =
                new Authentication(
                        settings.realm(), around.credentials(), settings.limits(), random);
        allocating = new Allocating(allocations);
        permitting = new Permitting(path, around.policy());
        tcp = new TcpRelay(allocations, around.policy(), random);
    }

    /// A UDP port where clients come.
    ///
    /// @param local what clients reach it at
    public UdpListener listener(Endpoint local, jackfield.base.Egress egress) {
        return new UdpListener(local, egress, random.nextLong());
    }

    /// A datagram of a client's is among those that come next: touches what it will want.
    public void soon(UdpListener at, MemorySegment slot, long high, long low, int port) {
        FiveTuple known = at.find(high, low, port);
        Allocation allocation = known == null ? null : known.allocation;
        if (allocation != null) {
            allocation.clientSpeaksSoon(slot);
        }
    }

    /// A datagram of a client's.
    public void receive(
            UdpListener at,
            MemorySegment slot,
            int length,
            long high,
            long low,
            int port,
            long now) {
        FiveTuple known = at.find(high, low, port);
        if (known != null && isData(known, slot, length, now)) {
            return;
        }
        if (!isControl(slot, length)) {
            return;
        }
        control(known == null ? at.passing(high, low, port) : known, slot, length, now);
    }

    /// A message of a client's on a connection or a DTLS association, in memory that can be sent
    /// from.
    public void receive(FiveTuple from, MemorySegment slot, int length, long now) {
        if (from.allocation != null && isData(from, slot, length, now)) {
            return;
        }
        if (isControl(slot, length)) {
            control(from, slot, length, now);
        }
    }

    /// A message of a client's on a connection or a DTLS association.
    ///
    /// @param slot memory that can be sent from, good until the turn ends
    public void receive(FiveTuple from, byte[] message, MemorySegment slot, long now) {
        if (message.length > slot.byteSize()) {
            path.drop(TurnDrop.TOO_LONG);
            return;
        }
        MemorySegment.copy(message, 0, slot, ValueLayout.JAVA_BYTE, 0, message.length);
        receive(from, slot, message.length, now);
    }

    /// The hot path: true where it was ChannelData or a Send indication, which is done then.
    private static boolean isData(FiveTuple from, MemorySegment slot, int length, long now) {
        Allocation allocation = from.allocation;
        if (allocation == null || length < 4) {
            return false;
        }
        int type = Frame.u16(slot, 0);
        if ((type & 0xc000) == 0x4000) {
            allocation.channelData(slot, length, now);
            return true;
        }
        if (Allocation.isSend(type)) {
            allocation.sendIndication(slot, length, now);
            return true;
        }
        return false;
    }

    private boolean isControl(MemorySegment slot, int length) {
        if (length >= 4 && (slot.get(ValueLayout.JAVA_BYTE, 0) & 0xc0) == 0x40) {
            path.drop(TurnDrop.NO_ALLOCATION);
            return false;
        }
        if (!StunMessage.isPlausible(slot, length)) {
            path.drop(TurnDrop.MALFORMED);
            return false;
        }
        return true;
    }

    private void control(FiveTuple from, MemorySegment slot, int length, long now) {
        if (!(StunMessage.parse(slot, length) instanceof Parsed.Ok<StunMessage>(var message))
                || message.kind() != StunClass.REQUEST) {
            path.drop(TurnDrop.MALFORMED);
            return;
        }
        Exchange exchange = new Exchange(from, message, now);
        if (message.method() == StunMessage.BINDING) {
            binding(exchange);
            return;
        }
        switch (authentication.check(exchange)) {
            case Authentication.Outcome.Passed _ -> answer(exchange, perform(exchange));
            case Authentication.Outcome.Refused(StunError error, String why, boolean challenges) ->
                    refuse(exchange, Refusal.of(error, why), challenges);
            case Authentication.Outcome.Ignored _ -> path.drop(TurnDrop.RATE);
        }
    }

    /// STUN itself (RFC 8489 section 12): anybody may ask where it is.
    private void binding(Exchange exchange) {
        int[] unknown = exchange.request.unknownRequired();
        if (unknown.length > 0) {
            answer(exchange, unknown(unknown));
            return;
        }
        exchange.send(exchange.success().xorMappedAddress(exchange.tuple.client()));
    }

    private Refusal perform(Exchange exchange) {
        int[] unknown = exchange.request.unknownRequired();
        if (unknown.length > 0) {
            return unknown(unknown);
        }
        return switch (exchange.request.method()) {
            case ALLOCATE -> allocating.allocate(exchange);
            case REFRESH -> allocating.refresh(exchange);
            case CREATE_PERMISSION -> permitting.createPermission(exchange);
            case CHANNEL_BIND -> permitting.channelBind(exchange);
            case CONNECT -> tcp.connect(exchange);
            case CONNECTION_BIND -> tcp.connectionBind(exchange);
            default -> Refusal.of(StunError.BAD_REQUEST, "a method we do not know");
        };
    }

    private static Refusal unknown(int[] codes) {
        return new Refusal(StunError.UNKNOWN_ATTRIBUTE, "an attribute we do not know", null, codes);
    }

    private void answer(Exchange exchange, Refusal refusal) {
        if (refusal.error() != null) {
            refuse(exchange, refusal, false);
        }
    }

    private void refuse(Exchange exchange, Refusal refusal, boolean challenges) {
        StunError error = refusal.error();
        if (error == null) {
            return;
        }
        refused[error.ordinal()]++;
        StunWriter answer = exchange.error(error);
        int[] unknown = refusal.unknown();
        if (unknown != null) {
            answer.unknownAttributes(unknown);
        }
        Endpoint alternate = refusal.alternate();
        if (alternate != null) {
            answer.alternateServer(alternate);
        }
        exchange.send(challenges ? authentication.challenge(answer, exchange) : answer);
        events.put(
                new TurnEvent.Refused(
                        exchange.tuple.client(),
                        exchange.tuple.transport(),
                        exchange.username(),
                        name(exchange.request.method()),
                        error,
                        refusal.why()));
    }

    private static String name(int method) {
        return switch (method) {
            case StunMessage.BINDING -> "Binding";
            case ALLOCATE -> "Allocate";
            case REFRESH -> "Refresh";
            case CREATE_PERMISSION -> "CreatePermission";
            case CHANNEL_BIND -> "ChannelBind";
            case CONNECT -> "Connect";
            case CONNECTION_BIND -> "ConnectionBind";
            default -> "method " + method;
        };
    }

    /// A connection or DTLS association of a client's is gone, and its allocation with it, unless
    /// the client may come back with a ticket.
    public void closed(FiveTuple tuple, long now) {
        Allocation allocation = tuple.allocation;
        if (allocation != null && allocation.ticket == null) {
            end(allocation, "the connection was closed", now);
        }
    }

    /// A connection that [TcpPort#connect] began is open.
    public void peerConnected(int connection, long now) {
        tcp.connected(connection, now);
    }

    /// A peer has connected to a [TcpPort]: the number of its connection from now on, or null where
    /// it may not and is to be closed.
    public @Nullable Integer peerArrived(long allocation, Endpoint peer, long now) {
        Allocation found = allocations.find(allocation);
        return found == null ? null : tcp.arrived(found, peer, now);
    }

    /// A peer's connection is gone, or could not be opened.
    public void peerGone(long allocation, int connection) {
        Allocation found = allocations.find(allocation);
        if (found != null) {
            tcp.gone(found, connection);
        }
    }

    /// Does what is due, and no more than a bounded part of it: where thousands of allocations end
    /// at once, packets pass between.
    public void wake(long now) {
        for (int i = 0; i < MOST_WAKES; i++) {
            Due item = allocations.due.take(now);
            if (item == null) {
                return;
            }
            if (item instanceof Allocation ends) {
                tcp.forget(ends);
            }
            item.due(now);
        }
    }

    /// When [#wake] is next due (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return allocations.due.earliest();
    }

    /// All allocations, in no order.
    public List<AllocationView> allocations(long now) {
        return allocations.views(now);
    }

    /// Ends an allocation by hand; false where there is none of this number.
    public boolean end(long id, String why, long now) {
        Allocation found = allocations.find(id);
        if (found == null) {
            return false;
        }
        end(found, why, now);
        return true;
    }

    /// Ends all of them: the node stops.
    public void endAll(String why, long now) {
        allocations.everyOne().forEach(each -> end(each, why, now));
    }

    private void end(Allocation allocation, String why, long now) {
        tcp.forget(allocation);
        allocations.end(allocation, why, now);
    }

    /// The server's numbers.
    public TurnTotals totals() {
        Map<String, Long> errors = new LinkedHashMap<>();
        for (StunError each : StunError.values()) {
            errors.put(Integer.toString(each.code()), refused[each.ordinal()]);
        }
        Map<String, Long> drops = new LinkedHashMap<>();
        for (TurnDrop each : TurnDrop.values()) {
            drops.put(each.label(), path.dropped(each));
        }
        return new TurnTotals(
                allocations.size(), path.packets, path.bytes, allocations.granted(), errors, drops);
    }
}
