package jackfield.server.boot;

import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.net.stream.Streams;
import jackfield.rtc.turn.ClientTransport;
import jackfield.rtc.turn.FiveTuple;
import jackfield.rtc.turn.TurnFraming;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A TURN client on a TCP or TLS connection. On the shard's thread.
final class TurnConnection extends FiveTuple {
    /// What may wait for a client before media for it is dropped: late media is of no use.
    private static final int MOST_WAITING = 256 * 1024;

    final Flow flow;
    final TurnFraming framing = new TurnFraming();
    @Nullable Raw raw;
    private final Streams streams;

    /// Takes what the client sends once it has bound a peer's connection (RFC 6062).
    interface Raw {
        void receive(byte[] bytes);

        void closed();
    }

    TurnConnection(Streams streams, Flow flow) {
        super(
                flow.transport() == Transport.TLS ? ClientTransport.TLS : ClientTransport.TCP,
                flow.local(),
                flow.client());
        this.streams = streams;
        this.flow = flow;
    }

    /// ChannelData is padded to four bytes on a stream (RFC 8656 section 12.5).
    @Override
    protected boolean send(MemorySegment packet, int offset, int length) {
        if (streams.waiting(flow) > MOST_WAITING) {
            return false;
        }
        byte[] padded = new byte[length + 3 & ~3];
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, padded, 0, length);
        return streams.send(flow, padded);
    }

    @Override
    protected void send(byte[] message) {
        streams.send(flow, message);
    }
}
