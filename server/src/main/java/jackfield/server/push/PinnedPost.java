package jackfield.server.push;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One POST by HTTP/1.1 (RFC 9112) to addresses that were looked at before: a client that asks the
/// DNS by itself may be told another address than the one that was found to be public. The name
/// stays what the certificate is checked for. No redirection is followed: it could lead to our
/// neighbours after all.
final class PinnedPost {
    private static final int MOST_HEAD = 16 * 1024;
    private static final int MOST_FIELDS = 100;
    private static final int MOST_ADDRESSES = 4;

    private final Duration patience;
    private final SSLSocketFactory tls;

    /// What came back.
    ///
    /// @param status the status code
    /// @param fields header fields by name in lower case; the last where there are several
    record Answer(int status, Map<String, String> fields) {}

    /// @param patience how long to wait for the connection, and for each part of the answer
    PinnedPost(Duration patience, SSLSocketFactory tls) {
        this.patience = patience;
        this.tls = tls;
    }

    /// Sends, and reads the head of the answer; what comes behind that is of no interest. Waits.
    ///
    /// @param addresses where the host is; tried in turn
    /// @param headers field values by name: plain text without line ends, as we made them
    Answer send(URI uri, List<InetAddress> addresses, Map<String, String> headers, byte[] body)
            throws IOException {
        IOException last = new IOException("no address for " + uri.getHost());
        for (InetAddress address :
                addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
            try (Socket socket = connect(uri, address)) {
                OutputStream out = new BufferedOutputStream(socket.getOutputStream());
                out.write(head(uri, headers, body.length).getBytes(StandardCharsets.ISO_8859_1));
                out.write(body);
                out.flush();
                return read(new BufferedInputStream(socket.getInputStream()));
            } catch (Unreachable e) {
                last = e; // nothing was sent: another address may do
            }
        }
        throw last;
    }

    /// There is no connection.
    private static final class Unreachable extends IOException {
        @Serial private static final long serialVersionUID = 1;

        private Unreachable(IOException why) {
            super(why);
        }
    }

    private Socket connect(URI uri, InetAddress address) throws IOException {
        boolean secure = "https".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
            plain.setSoTimeout((int) patience.toMillis());
            if (!secure) {
                return plain;
            }
            SSLSocket socket = (SSLSocket) tls.createSocket(plain, uri.getHost(), port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw new Unreachable(e);
        }
    }

    private static String head(URI uri, Map<String, String> headers, int length) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head =
                new StringBuilder("POST ")
                        .append(path)
                        .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                        .append(" HTTP/1.1\r\nhost: ")
                        .append(uri.getRawAuthority())
                        .append("\r\nconnection: close\r\ncontent-length: ")
                        .append(length)
                        .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static Answer read(InputStream in) throws IOException {
        int left = MOST_HEAD;
        while (true) {
            String status = line(in, left);
            left -= status.length();
            if (!status.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
                throw new IOException("no HTTP/1.1 answer");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            String field = line(in, left);
            while (!field.isEmpty()) {
                left -= field.length();
                int colon = field.indexOf(':');
                if (colon > 0 && fields.size() < MOST_FIELDS) {
                    fields.put(
                            field.substring(0, colon).toLowerCase(Locale.ROOT),
                            field.substring(colon + 1).strip());
                }
                field = line(in, left);
            }
            int code = Integer.parseInt(status.substring(9, 12));
            if (code >= 200) {
                return new Answer(code, fields); // what begins with 1 comes before the answer
            }
        }
    }

    private static String line(InputStream in, int most) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() >= most) {
                throw new IOException(next < 0 ? "the answer ends early" : "a long answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
