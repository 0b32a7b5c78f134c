package jackfield.net.xdp;

import jackfield.base.Endpoint;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;

/// A program for the other network namespace: sends datagrams of all lengths to each address that
/// it is told by the kernel's UDP, and requires each one back as it was.
final class XdpPhone {
    private static final int COUNT = 400;

    private XdpPhone() {}

    public static void main(String[] arguments) throws Exception {
        Random random = new Random(1);
        for (String each : arguments) {
            Endpoint to = Endpoint.parse(each);
            InetSocketAddress address = new InetSocketAddress(to.address(), to.port());
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(10_000);
                int lost = 0;
                for (int i = 0; i < COUNT; i++) {
                    byte[] sent = new byte[i < 10 ? i : random.nextInt(1440)];
                    random.nextBytes(sent);
                    socket.send(new DatagramPacket(sent, sent.length, address));
                    DatagramPacket back = new DatagramPacket(new byte[2000], 2000);
                    socket.receive(back);
                    byte[] got = Arrays.copyOf(back.getData(), back.getLength());
                    boolean same =
                            Arrays.equals(sent, got) && back.getSocketAddress().equals(address);
                    lost += same ? 0 : 1;
                }
                System.out.printf("%s wrong %d%n", each, lost);
            }
        }
    }
}
