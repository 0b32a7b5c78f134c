package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Debian's nginx in front of a node: HTTPS and WSS outside, plain HTTP and WS inside.
public final class Nginx implements AutoCloseable {
    private final Program program;
    private final String address;

    private Nginx(Program program, String address) {
        this.program = program;
        this.address = address;
    }

    /// Starts it with a certificate of its own.
    ///
    /// @param address where it listens, at port 8443
    /// @param inside the node's plain listener: `127.0.0.1:8080`
    public static Nginx start(Path folder, String address, String inside) {
        try {
            Files.createDirectories(folder);
            certificate(folder, address);
            Files.writeString(
                    folder.resolve("nginx.conf"),
                    """
                    daemon off;
                    master_process off;
                    worker_processes 1;
                    pid %1$s/nginx.pid;
                    error_log %1$s/error.log;
                    events { worker_connections 256; }
                    http {
                      access_log off;
                      client_body_temp_path %1$s/body;
                      proxy_temp_path %1$s/proxy;
                      fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi;
                      scgi_temp_path %1$s/scgi;
                      server {
                        listen %2$s:8443 ssl;
                        ssl_certificate %1$s/nginx.pem;
                        ssl_certificate_key %1$s/nginx.key;
                        location / {
                          proxy_pass http://%3$s;
                          proxy_http_version 1.1;
                          proxy_set_header Host $http_host;
                          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                          proxy_set_header X-Forwarded-Proto https;
                          proxy_set_header Upgrade $http_upgrade;
                          proxy_set_header Connection "upgrade";
                          proxy_read_timeout 60s;
                        }
                      }
                    }
                    """
                            .formatted(folder, address, inside));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program program =
                Program.start(
                        "nginx",
                        folder,
                        List.of(
                                "/usr/sbin/nginx",
                                "-e",
                                folder.resolve("error.log").toString(),
                                "-c",
                                folder.resolve("nginx.conf").toString()));
        program.await("process of nginx", () -> Files.exists(folder.resolve("nginx.pid")));
        return new Nginx(program, address);
    }

    private static void certificate(Path folder, String address) {
        Program openssl =
                Program.start(
                        "openssl",
                        folder,
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=" + address,
                                "-addext",
                                "subjectAltName=IP:" + address,
                                "-keyout",
                                folder.resolve("nginx.key").toString(),
                                "-out",
                                folder.resolve("nginx.pem").toString()));
        if (openssl.awaitExit(Duration.ofSeconds(20)) != 0) {
            throw new AssertionError("openssl: " + openssl.output());
        }
    }

    /// Where pages are reached through it.
    public String page() {
        return "https://" + address + ":8443/";
    }

    /// Where SIP is.
    public String webSocket() {
        return "wss://" + address + ":8443/ws";
    }

    @Override
    public void close() {
        program.close();
    }
}
