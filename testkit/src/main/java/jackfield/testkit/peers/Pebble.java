package jackfield.testkit.peers;

import jackfield.testkit.certificates.Issued;
import jackfield.testkit.certificates.TestAuthority;
import jackfield.testkit.certificates.Wanted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Let's Encrypt's test server for ACME, with a name server beside it that sends every name to one
/// address.
public final class Pebble implements AutoCloseable {
    private static final int PORT = 14000;
    private static final int DNS_PORT = 8053;
    private static final int MANAGEMENT_PORT = 15000;

    private final Program names;
    private final Program server;
    private final String address;
    private final Path authority;

    private Pebble(Program names, Program server, String address, Path authority) {
        this.names = names;
        this.server = server;
        this.address = address;
        this.authority = authority;
    }

    /// Starts both.
    ///
    /// @param folder for settings and logs
    /// @param address where they listen
    /// @param subject where every name leads, and so where proofs are asked for
    /// @param proofPort the port that proofs are asked for on
    /// @param lifeSeconds how long its certificates are valid
    public static Pebble start(
            Path folder, String address, String subject, int proofPort, int lifeSeconds) {
        TestAuthority authority = TestAuthority.make("of the ACME server itself");
        Issued own = authority.issue(Wanted.of("ip:" + address, "dns:pebble"));
        own.write(folder, "pebble");
        Path root = folder.resolve("pebble-root.pem");
        Path settings = folder.resolve("pebble.json");
        try {
            Files.writeString(root, authority.pem());
            Files.writeString(
                    settings,
                    """
                    {"pebble": {"listenAddress": "%s:%d", "managementListenAddress": "%s:%d",
                     "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": 5001,
                     "ocspResponderURL": "", "externalAccountBindingRequired": false,
                     "certificateValidityPeriod": %d}}
                    """
                            .formatted(
                                    address,
                                    PORT,
                                    address,
                                    MANAGEMENT_PORT,
                                    folder.resolve("pebble.crt"),
                                    folder.resolve("pebble.key"),
                                    proofPort,
                                    lifeSeconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program names =
                Program.start(
                        "challtestsrv",
                        folder,
                        List.of(
                                "pebble-challtestsrv",
                                "-defaultIPv4=" + subject,
                                "-defaultIPv6=",
                                "-dns01=" + address + ":" + DNS_PORT,
                                "-management=" + address + ":8055",
                                "-http01=",
                                "-https01=",
                                "-tlsalpn01="));
        Program server =
                Program.start(
                        "pebble",
                        folder,
                        List.of(
                                "env",
                                "PEBBLE_VA_NOSLEEP=1",
                                "PEBBLE_WFE_NONCEREJECT=20",
                                "PEBBLE_AUTHZREUSE=0",
                                "pebble",
                                "-config",
                                settings.toString(),
                                "-dnsserver",
                                address + ":" + DNS_PORT));
        Pebble pebble = new Pebble(names, server, address, root);
        try {
            server.await("listener", () -> listens(address));
        } catch (AssertionError e) {
            pebble.close();
            throw e;
        }
        return pebble;
    }

    private static boolean listens(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, PORT), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// The URL of its directory.
    public String directory() {
        return "https://" + address + ":" + PORT + "/dir";
    }

    /// The file of who signed its own certificate.
    public Path authority() {
        return authority;
    }

    @Override
    public void close() {
        server.close();
        names.close();
    }
}
