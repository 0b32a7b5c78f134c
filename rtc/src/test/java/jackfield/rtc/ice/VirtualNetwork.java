package jackfield.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Agents on a network of virtual time that loses, delays and doubles datagrams.
final class VirtualNetwork {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;

    private record Datagram(long at, long order, Endpoint from, Endpoint to, byte[] bytes) {}

    private final Random random;
    private final List<Party> parties = new ArrayList<>();
    private final PriorityQueue<Datagram> flying =
            new PriorityQueue<>(
                    Comparator.comparingLong(Datagram::at).thenComparingLong(Datagram::order));
    private long order;
    long now = 1;
    double loss;
    double doubled;
    int slowestMs = 20;
    boolean cut;

    VirtualNetwork(long seed) {
        random = new Random(seed);
    }

    /// One agent on one socket.
    final class Party {
        final IceAgent agent;
        final Endpoint socket;
        final List<IceOutput> events = new ArrayList<>();
        final @Nullable VirtualNat nat;
        Endpoint advertised;
        int sent;

        /// As Chromium: who asks for it has to be who it takes the other for.
        boolean strict;

        Party(
                IceMode mode,
                IceRole role,
                String socket,
                String advertised,
                @Nullable VirtualNat nat) {
            this.socket = Endpoint.parse(socket);
            this.advertised = Endpoint.parse(advertised);
            this.nat = nat;
            this.agent =
                    new IceAgent(
                            mode,
                            role,
                            IceCredentials.random(random),
                            List.of(new HostCandidate(this.socket, this.advertised)),
                            random);
            parties.add(this);
        }

        /// Reads the other's SDP: credentials and mode, no candidates yet.
        void learns(Party other) {
            agent.remote(
                    other.agent.local(), other.agent.mode() == IceMode.LITE, now, this::perform);
        }

        void restarts(IceRole role) {
            agent.restart(IceCredentials.random(random), role, now);
        }

        void learnsCandidatesOf(Party other) {
            other.agent
                    .localCandidates()
                    .forEach(candidate -> agent.addRemoteCandidate(candidate, now, this::perform));
        }

        private boolean isStranger(StunMessage message) {
            IceCredentials known = agent.remote();
            return message.kind() == StunClass.REQUEST
                    && known != null
                    && !(agent.local().ufrag() + ":" + known.ufrag()).equals(message.username());
        }

        void perform(IceOutput output) {
            if (output instanceof IceOutput.Send(byte[] bytes, Endpoint local, Endpoint remote)) {
                assertThat(local).isEqualTo(socket);
                sent++;
                launch(this, bytes, remote);
            } else {
                events.add(output);
            }
        }

        long count(Class<? extends IceOutput> kind) {
            return events.stream().filter(kind::isInstance).count();
        }

        /// The address that `other`'s datagrams have when they get here, were it to send one now.
        boolean isSentTo(Party other) {
            Endpoint remote = agent.selectedRemote();
            return remote != null && arrival(seenFrom(remote), remote) == other;
        }

        private Endpoint seenFrom(Endpoint remote) {
            if (nat != null) {
                return nat.outbound(socket, remote);
            }
            return advertised;
        }
    }

    Party party(IceMode mode, IceRole role, String socket) {
        return new Party(mode, role, socket, socket, null);
    }

    Party party(IceMode mode, IceRole role, String socket, String advertised) {
        return new Party(mode, role, socket, advertised, null);
    }

    Party party(IceMode mode, IceRole role, String socket, VirtualNat nat) {
        return new Party(mode, role, socket, socket, nat);
    }

    /// Moves on until `done`, at most `seconds`; true if it was done.
    boolean run(int seconds, BooleanSupplier done) {
        long end = now + seconds * SECOND;
        while (!done.getAsBoolean()) {
            long next = flying.isEmpty() ? Deadlines.NEVER : flying.peek().at();
            for (Party party : parties) {
                next = Math.min(next, party.agent.deadline());
            }
            if (next > end) {
                now = end;
                return done.getAsBoolean();
            }
            now = Math.max(now, next);
            step();
        }
        return true;
    }

    void advance(int seconds) {
        run(seconds, () -> false);
    }

    private void step() {
        while (!flying.isEmpty() && flying.peek().at() <= now) {
            Datagram datagram = flying.poll();
            Party to = arrival(datagram.from(), datagram.to());
            if (to != null
                    && StunMessage.parse(datagram.bytes())
                            instanceof Parsed.Ok<StunMessage>(StunMessage message)
                    && !(to.strict && to.isStranger(message))) {
                to.agent.receive(message, to.socket, datagram.from(), now, to::perform);
            }
        }
        for (Party party : parties) {
            if (party.agent.deadline() <= now) {
                party.agent.wake(now, party::perform);
                assertThat(party.agent.deadline()).as("wake() makes progress").isGreaterThan(now);
            }
        }
    }

    private void launch(Party from, byte[] bytes, Endpoint to) {
        Endpoint source = from.seenFrom(to);
        int copies = random.nextDouble() < doubled ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (!cut && random.nextDouble() >= loss) {
                long at = now + MS + random.nextLong(slowestMs * MS);
                flying.add(new Datagram(at, order++, source, to, bytes));
            }
        }
    }

    private @Nullable Party arrival(Endpoint from, Endpoint to) {
        for (Party party : parties) {
            if (party.nat == null && party.advertised.equals(to)) {
                return party;
            }
            if (party.nat != null && party.socket.equals(party.nat.inbound(to, from))) {
                return party;
            }
        }
        return null;
    }
}
