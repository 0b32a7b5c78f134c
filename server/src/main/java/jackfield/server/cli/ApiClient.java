package jackfield.server.cli;

import jackfield.server.config.DataFolder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the node that runs on a data folder, with the token of that folder, and trusts only the
/// certificate that the folder says the node shows.
final class ApiClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final DataFolder data;

    ApiClient(DataFolder data) {
        this.data = data;
    }

    /// The answer to `GET path`.
    JsonNode get(String path) {
        return send("GET", path, "");
    }

    /// The answer to `GET path`; empty where there is no such thing (404).
    Optional<JsonNode> find(String path) {
        HttpResponse<byte[]> response = answer("GET", path, "");
        JsonNode json = JsonMapper.shared().readTree(response.body());
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        refuse(response.statusCode(), json);
        return Optional.of(json);
    }

    /// The bytes of a `GET path` whose answer is no JSON.
    byte[] bytes(String path) {
        HttpResponse<byte[]> response = answer("GET", path, "");
        if (response.statusCode() / 100 != 2) {
            refuse(response.statusCode(), JsonMapper.shared().readTree(response.body()));
        }
        return response.body();
    }

    /// The answer to a request whose body, where there is one, is JSON.
    JsonNode send(String method, String path, String body) {
        HttpResponse<byte[]> response = answer(method, path, body);
        JsonNode json = JsonMapper.shared().readTree(response.body());
        refuse(response.statusCode(), json);
        return json;
    }

    private static void refuse(int status, JsonNode body) {
        if (status / 100 != 2) {
            throw new Failure(body.path("error").asString("the node answers " + status));
        }
    }

    private HttpResponse<byte[]> answer(String method, String path, String body) {
        try {
            String base = Files.readString(data.apiAddress()).strip();
            String token = Files.readString(data.adminToken()).strip();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + path))
                            .timeout(LIMIT)
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build();
            try (HttpClient client = client()) {
                return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            }
        } catch (NoSuchFileException | ConnectException e) {
            throw new Failure(
                    "no node runs on the data folder "
                            + data.path()
                            + ": start one with ./jackfield, or name its folder with --data; a node"
                            + " that is a relay alone needs edge.https.port to be asked");
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("the node cannot be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    private HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(LIMIT);
        Path shown = data.shownCertificate();
        if (Files.exists(shown)) {
            SSLContext tls = SSLContext.getInstance("TLS");
            try (var in = Files.newInputStream(shown)) {
                tls.init(
                        null,
                        new TrustManager[] {
                            new OneCertificate(
                                    CertificateFactory.getInstance("X.509").generateCertificate(in))
                        },
                        null);
            }
            client.sslContext(tls);
        }
        return client.build();
    }
}
