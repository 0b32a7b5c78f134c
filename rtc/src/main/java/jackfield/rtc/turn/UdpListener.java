package jackfield.rtc.turn;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A UDP port where clients come, with the five-tuples that have an allocation.
public final class UdpListener {
    private final Endpoint local;
    private final Egress egress;
    private final TransportTable<Tuple> tuples;

    /// @param local what clients reach it at
    /// @param seed makes its table's places unguessable
    public UdpListener(Endpoint local, Egress egress, long seed) {
        this.local = local;
        this.egress = egress;
        tuples = new TransportTable<>(seed);
    }

    /// The five-tuple of a client that has an allocation; null for all others.
    @Nullable FiveTuple find(long high, long low, int port) {
        return tuples.find(high, low, port);
    }

    /// A five-tuple for one answer: kept only if an allocation comes of it.
    FiveTuple passing(long high, long low, int port) {
        return new Tuple(this, high, low, port);
    }

    /// Connections keep their own five-tuple.
    static void keep(FiveTuple tuple) {
        if (tuple instanceof Tuple ours) {
            ours.listener.tuples.put(ours);
        }
    }

    static void forget(FiveTuple tuple) {
        if (tuple instanceof Tuple ours) {
            ours.listener.tuples.remove(ours);
        }
    }

    private static final class Tuple extends FiveTuple {
        private final UdpListener listener;

        Tuple(UdpListener listener, long high, long low, int port) {
            super(ClientTransport.UDP, listener.local, new Endpoint(high, low, port));
            this.listener = listener;
        }

        @Override
        protected boolean send(MemorySegment packet, int offset, int length) {
            listener.egress.send(packet, offset, length, high, low, port);
            return true;
        }

        @Override
        protected void send(byte[] message) {
            MemorySegment slot = listener.egress.slot();
            MemorySegment.copy(message, 0, slot, ValueLayout.JAVA_BYTE, 0, message.length);
            listener.egress.send(slot, message.length, high, low, port);
        }
    }
}
