package jackfield.rtc.peer;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.HostCandidate;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.ice.IceMode;
import jackfield.rtc.ice.IceRole;
import jackfield.rtc.sdp.Fingerprint;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Transports on a network of virtual time; 10 ms one way.
final class PeerNetwork {
    static final long SECOND = 1_000_000_000L;
    private static final long DELAY = 10_000_000L;

    private record Flying(long at, long order, Endpoint from, Endpoint to, byte[] bytes) {}

    private final Random random = new Random(7);
    private final List<Party> parties = new ArrayList<>();
    private final PriorityQueue<Flying> flying =
            new PriorityQueue<>(
                    Comparator.comparingLong(Flying::at).thenComparingLong(Flying::order));
    private long order;
    long now = 1;

    /// What the network swallows.
    Predicate<byte[]> lost = bytes -> false;

    final class Party {
        final Endpoint socket;
        final PeerTransport transport;
        final ArrayDeque<DtlsEvent> mailbox = new ArrayDeque<>();
        final List<PeerOutput> events = new ArrayList<>();
        final List<Fingerprint> fingerprints = new ArrayList<>();
        final List<byte[]> media = new ArrayList<>();

        Party(String socket, IceMode mode, IceRole role, Dtls dtls, Fingerprint fingerprint) {
            this.socket = Endpoint.parse(socket);
            IceAgent ice =
                    new IceAgent(
                            mode,
                            role,
                            IceCredentials.random(random),
                            List.of(new HostCandidate(this.socket)),
                            random);
            transport = new PeerTransport(ice, dtls, mailbox::add);
            fingerprints.add(fingerprint);
            parties.add(this);
        }

        /// Reads the other's SDP, with its candidates.
        void learns(Party other, Dtls.Role ourRole) {
            IceAgent theirs = other.transport.ice();
            transport.describe(
                    new PeerDescription(
                            theirs.local(),
                            theirs.mode() == IceMode.LITE,
                            other.fingerprints,
                            ourRole,
                            null),
                    now,
                    this::perform);
            theirs.localCandidates()
                    .forEach(each -> transport.addRemoteCandidate(each, now, this::perform));
        }

        void restartIce(IceRole role) {
            transport.restartIce(IceCredentials.random(random), role, now);
        }

        void sends(byte[] bytes, Endpoint to) {
            if (!lost.test(bytes)) {
                flying.add(new Flying(now + DELAY, order++, socket, to, bytes));
            }
        }

        void close() {
            transport.close(this::perform);
        }

        boolean has(Class<? extends PeerOutput> kind) {
            return events.stream().anyMatch(kind::isInstance);
        }

        private void perform(PeerOutput output) {
            if (output instanceof PeerOutput.SendPacket(byte[] bytes, _, Endpoint remote)) {
                sends(bytes, remote);
            } else {
                if (output instanceof PeerOutput.EarlyMedia(byte[] packet, _, _)) {
                    media.add(packet);
                }
                events.add(output);
            }
        }

        private void receive(Flying datagram) {
            MemorySegment slot = MemorySegment.ofArray(Arrays.copyOf(datagram.bytes(), 2048));
            int length = datagram.bytes().length;
            if (!transport.receive(slot, length, socket, datagram.from(), now, this::perform)) {
                media.add(datagram.bytes());
            }
        }

        private void turn() {
            if (transport.deadline() <= now) {
                transport.wake(now, this::perform);
            }
            for (DtlsEvent e = mailbox.poll(); e != null; e = mailbox.poll()) {
                transport.receive(e, now, this::perform);
            }
        }
    }

    Party party(String socket, IceMode mode, IceRole role, ScriptedDtls dtls) {
        return new Party(socket, mode, role, dtls, dtls.ours());
    }

    boolean run(int seconds, BooleanSupplier done) {
        long end = now + seconds * SECOND;
        parties.forEach(Party::turn);
        while (!done.getAsBoolean()) {
            long next = flying.isEmpty() ? Deadlines.NEVER : flying.peek().at();
            for (Party party : parties) {
                next = Math.min(next, party.transport.deadline());
            }
            if (next > end) {
                now = end;
                return done.getAsBoolean();
            }
            now = Math.max(now, next);
            while (!flying.isEmpty() && flying.peek().at() <= now) {
                Flying datagram = flying.poll();
                for (Party party : parties) {
                    if (party.socket.equals(datagram.to())) {
                        party.receive(datagram);
                    }
                }
            }
            parties.forEach(Party::turn);
        }
        return true;
    }

    void advance(int seconds) {
        run(seconds, () -> false);
    }
}
