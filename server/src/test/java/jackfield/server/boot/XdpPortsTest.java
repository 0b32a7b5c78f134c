package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import jackfield.net.udp.UdpBackend;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.RtpPorts;
import jackfield.roles.relay.media.MediaCore;
import jackfield.roles.relay.media.MediaLimits;
import jackfield.roles.relay.media.MediaShardHandle;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import jackfield.testkit.peers.LoopbackNetwork;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// R30 where media goes by XDP: a closed call's ports are not taken while its peer still sends.
@Timeout(90)
class XdpPortsTest {
    @Test
    void portsThatAreStillSentToAreNotTakenAgain() throws Exception {
        assumeTrue(UdpBackend.XDP.unavailable().isEmpty(), UdpBackend.XDP.unavailable());
        assertThat(LoopbackNetwork.run(Range.class))
                .contains(
                        "taken",
                        "while the peer sends: none",
                        "after a silence: the same",
                        "by XDP: all");
    }

    /// The program: one pair of ports, real packets, and a clock of its own for the range.
    static final class Range {
        private static final long SECOND = 1_000_000_000L;

        private Range() {}

        public static void main(String[] arguments) throws Exception {
            NodeClock clock = NodeClock.start();
            UdpOptions options = UdpOptions.media().withBackend(UdpBackend.XDP);
            try (UdpLoop loop = UdpLoop.start("media", clock, options);
                    DatagramSocket peer = new DatagramSocket(0, address())) {
                Ports ports = new Ports(loop, handle(loop), address(), address());
                PortRange range =
                        new PortRange(
                                30_000,
                                30_001,
                                Duration.ofSeconds(10),
                                ports,
                                new SplittableRandom(1));
                RtpPorts.Pair pair = range.take(0);
                System.out.println("taken");
                send(peer, ports, pair);
                range.give(pair, SECOND);
                for (int i = 1; i <= 6; i++) {
                    send(peer, ports, pair);
                    if (range.take(SECOND + i * 5 * SECOND) != null) {
                        System.out.println("taken too early");
                    }
                }
                System.out.println("while the peer sends: none");
                RtpPorts.Pair again = null;
                for (int i = 0; again == null && i < 100_000; i++) {
                    again = range.take(60 * SECOND + i); // the loop closes them in its own time
                }
                boolean same = again != null && again.advertised().equals(pair.advertised());
                System.out.println("after a silence: " + (same ? "the same" : again));
                // The first one may come before the lane has the port.
                boolean all = loop.counters().byXdp() >= loop.counters().packetsIn() - 1;
                System.out.println("by XDP: " + (all ? "all" : loop.counters()));
            }
        }

        private static InetAddress address() {
            return InetAddress.ofLiteral("127.0.0.1");
        }

        private static MediaShardHandle handle(UdpLoop loop) {
            BouncyCastleDtls dtls =
                    new BouncyCastleDtls(
                            new SecureRandom(),
                            InstantSource.system(),
                            BouncyCastleDtls.Settings.DEFAULT);
            MediaCore core =
                    new MediaCore(MediaLimits.DEFAULT, dtls, new SplittableRandom(1), _ -> {});
            return new MediaShardHandle(core, loop::execute, loop::now);
        }

        /// One packet, until it has been counted.
        private static void send(DatagramSocket peer, Ports ports, RtpPorts.Pair to)
                throws Exception {
            long before = ports.packets(to);
            Endpoint port = to.advertised();
            peer.send(new DatagramPacket(new byte[172], 172, port.address(), port.port()));
            while (ports.packets(to) == before) {
                Thread.onSpinWait();
            }
        }
    }
}
