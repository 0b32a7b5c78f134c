package jackfield.server.cli;

import jackfield.server.config.Addresses;
import jackfield.server.config.DataFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield users link`. The running node makes the link.
@Command(
        name = "link",
        description = "Make a link that signs a user's phone page in, once; with its QR code.")
final class LinkCommand implements Runnable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(
            names = "--at",
            paramLabel = "ADDRESS",
            description =
                    "The page as the user's device reaches it: https://sip.example.org:8443"
                            + " (default: the node's public address).")
    private @Nullable String at;

    @Option(names = "--no-qr", description = "Print no QR code.")
    private boolean plain;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        DataFolder data = options.data();
        JsonNode made =
                new ApiClient(data)
                        .send(
                                "POST",
                                "/api/users/"
                                        + URLEncoder.encode(name, StandardCharsets.UTF_8)
                                        + "/provisioning",
                                "");
        String link = page(data) + "/#provision=" + made.path("code").asString();
        Instant end = Instant.ofEpochSecond(made.path("expires").asLong());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Link   " + link);
        out.println(
                "       (signs "
                        + name
                        + " in on one device, once, until "
                        + TIME.format(end.atZone(ZoneId.systemDefault()))
                        + ")");
        if (!plain) {
            out.print(QrText.of(link, Ansi.AUTO.enabled()));
        }
        out.flush();
    }

    private String page(DataFolder data) {
        if (at != null) {
            return at.replaceFirst("/+$", "");
        }
        try {
            URI api = URI.create(Files.readString(data.apiAddress()).strip());
            InetAddress host = InetAddress.getByName(api.getHost());
            InetAddress shown =
                    host.isLoopbackAddress() || host.isAnyLocalAddress()
                            ? Addresses.of(options.config()).advertised()
                            : host;
            return api.getScheme() + "://" + text(shown) + ":" + api.getPort();
        } catch (UnknownHostException e) {
            throw new Failure("the node's address is no address: " + e.getMessage());
        } catch (IOException e) {
            throw new Failure("the node's address cannot be read: " + e.getMessage());
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text.replaceFirst("%.*", "") + "]";
    }
}
