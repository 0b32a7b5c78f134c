package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A Jackfield of its own: the whole program as a process, on an address of 127.0.0.0/8, with a
/// data folder of its own and the default ports.
public final class Node implements AutoCloseable {
    private final Program program;
    private final String address;
    private final Path data;
    private final HttpClient http;

    private Node(Program program, String address, Path data, boolean here) {
        this.program = program;
        this.address = address;
        this.data = data;
        HttpClient.Builder client = HttpClient.newBuilder().sslContext(trustingAll());
        // From the node's own address: attackers in a test may get 127.0.0.1 banned.
        this.http =
                here ? client.localAddress(InetAddress.ofLiteral(address)).build() : client.build();
    }

    /// Starts it and waits until every listener is up. It runs the classes of this test's own class
    /// path.
    ///
    /// @param folder for its data and its log
    /// @param address where it listens and what it advertises: `127.0.10.1`
    /// @param settings further settings, by key
    public static Node start(Path folder, String address, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen.address", address);
        all.put("public.address", address);
        all.put("edge.ws.listen", address + ":8080");
        all.putAll(settings);
        return start(folder, address, all, List.of(), true);
    }

    /// The same in another network, as a container is: peers reach it at `address`, which is not
    /// its own.
    ///
    /// @param inside what a command is preceded by to run there: `ip netns exec NAME`
    public static Node startElsewhere(
            Path folder, String address, List<String> inside, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("public.address", address);
        all.putAll(settings);
        return start(folder, address, all, inside, false);
    }

    /// Starts it with nothing configured, as a new user does; whoever calls is best in a network of
    /// their own, for every port is the usual one.
    public static Node startUsual(Path folder) {
        return start(folder, "127.0.0.1", Map.of(), List.of(), true);
    }

    private static Node start(
            Path folder,
            String address,
            Map<String, String> all,
            List<String> inside,
            boolean here) {
        Path data = folder.resolve("data");
        List<String> command = new ArrayList<>(inside);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED",
                        "--add-opens=java.base/sun.security.provider=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djackfield.web=" + System.getProperty("jackfield.web", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "jackfield.server.boot.Main",
                        "run",
                        "--data",
                        data.toString()));
        all.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        Program program = Program.start("jackfield", folder, command);
        Node node = new Node(program, address, data, here);
        try {
            node.program.await("answer on /healthz", node::healthy);
        } catch (AssertionError e) {
            node.close();
            throw e;
        }
        return node;
    }

    public String address() {
        return address;
    }

    /// The address of the phone page.
    public String page() {
        return "https://" + address + ":8443/";
    }

    public Path data() {
        return data;
    }

    /// The root certificate of its own authority, PEM, as a person downloads it for the browser.
    public String authority() {
        return get("/ca.crt", "").body();
    }

    /// The password of a demo account, from the file that only the owner can read.
    public String demoPassword(String user) {
        Matcher matcher =
                Pattern.compile("(?m)^\\s*" + Pattern.quote(user) + "\\s+(\\S+)\\s*$")
                        .matcher(read(data.resolve("demo-accounts.txt")));
        if (!matcher.find()) {
            throw new AssertionError("no account " + user + " in demo-accounts.txt");
        }
        return matcher.group(1);
    }

    /// GET of a path of the API, as the administrator; the body.
    public String api(String path) {
        return get(path, "Bearer " + read(data.resolve("admin.token")).strip()).body();
    }

    /// What a command of the command line prints about this node: `tool("calls", "--ended")`. It
    /// fails where the command does.
    public String tool(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dstdout.encoding=UTF-8",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "jackfield.server.boot.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", arguments) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// POST of nothing to a path of the API, as the administrator.
    public HttpResponse<String> post(String path) {
        return ask("POST", path, "Bearer " + read(data.resolve("admin.token")).strip());
    }

    /// GET of a path; `authorization` may be empty.
    public HttpResponse<String> get(String path, String authorization) {
        return ask("GET", path, authorization);
    }

    private HttpResponse<String> ask(String method, String path, String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://" + address + ":8443" + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(20));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(
                    request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Program program() {
        return program;
    }

    @Override
    public void close() {
        http.close();
        program.close();
    }

    private boolean healthy() {
        try {
            return get("/healthz", "").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Trusts every server: the node makes its own certificate authority, and whether its chain is
    /// right is another test.
    public static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
