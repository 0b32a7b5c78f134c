package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.ng.NgCore;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The NG control socket, on the signalling shard's thread, where the relay runs too.
final class NgListener implements PacketSink {
    private static final Logger log = LoggerFactory.getLogger(NgListener.class);

    /// What a UDP datagram over IPv4 carries at most.
    private static final int LONGEST = 65_507;

    private final NgCore core;
    private final UdpSocket socket;

    private NgListener(NgCore core, UdpSocket socket) {
        this.core = core;
        this.socket = socket;
    }

    /// The protocol over `relay`.
    ///
    /// @param epochMs when the node's clock was 0, in milliseconds since 1970
    static NgCore core(Relay relay, long epochMs) {
        return new NgCore(relay, new NgJackson(), epochMs / 1000);
    }

    /// Opens the socket, and tells where.
    static Endpoint open(UdpLoop loop, NgCore core, Endpoint local) throws IOException {
        UdpSocket socket = Ports.bound(loop.open(local), Settings.NG_LISTEN.key());
        log.warn(
                "NG control on {} has no password: whoever reaches it commands the media relay",
                socket.local());
        socket.attach(new NgListener(core, socket));
        return socket.local();
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        byte[] reply = core.receive(slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), now);
        if (reply != null && reply.length <= LONGEST) {
            socket.send(reply, new Endpoint(high, low, port));
        }
    }
}
