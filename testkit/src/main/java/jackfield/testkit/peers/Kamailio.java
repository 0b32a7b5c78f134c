package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A real Kamailio: a registrar and proxy for a few users, in the foreground, with all it keeps in
/// memory, on an address of 127.0.0.0/8 of its own.
public final class Kamailio implements AutoCloseable {
    private static final String CONTROL = "control";

    private final Program program;
    private final Path folder;
    private final String address;

    private Kamailio(Program program, Path folder, String address) {
        this.program = program;
        this.folder = folder;
        this.address = address;
    }

    /// Starts one that keeps its files in `folder`, and waits until it can be asked.
    ///
    /// @param users passwords by name
    public static Kamailio start(Path folder, String address, Map<String, String> users) {
        StringBuilder accounts = new StringBuilder();
        users.forEach(
                (user, password) ->
                        accounts.append(
                                "  $sht(users=>%s) = \"%s\";\n".formatted(user, password)));
        Path config = folder.resolve("kamailio.cfg");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(CONTROL));
            Files.writeString(
                    config, CONFIG.formatted(address, folder.resolve(CONTROL), accounts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program program =
                Program.start(
                        "kamailio",
                        folder,
                        List.of(
                                "/usr/sbin/kamailio",
                                "-DD",
                                "-E",
                                "-m",
                                "32",
                                "-M",
                                "4",
                                "-Y",
                                folder.toString(),
                                "-P",
                                folder.resolve("kamailio.pid").toString(),
                                "-f",
                                config.toString()));
        Kamailio kamailio = new Kamailio(program, folder, address);
        try {
            program.await("control socket", () -> Files.exists(folder.resolve(CONTROL)));
        } catch (AssertionError e) {
            kamailio.close();
            throw e;
        }
        return kamailio;
    }

    public String address() {
        return address;
    }

    /// Everybody it knows the place of, as `kamcmd ul.dump` writes it.
    public String location() {
        Program asked =
                Program.start(
                        "kamcmd",
                        folder,
                        List.of(
                                "/usr/sbin/kamcmd",
                                "-s",
                                "unix:" + folder.resolve(CONTROL),
                                "ul.dump"));
        asked.awaitExit(Duration.ofSeconds(20));
        return asked.output();
    }

    public String output() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }

    private static final String CONFIG =
            """
            #!KAMAILIO
            debug=2
            log_stderror=yes
            children=2
            tcp_children=2
            auto_aliases=no
            listen=udp:%1$s:5060
            listen=tcp:%1$s:5060
            mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
            loadmodule "ctl.so"
            loadmodule "kex.so"
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "maxfwd.so"
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            loadmodule "textops.so"
            loadmodule "siputils.so"
            loadmodule "htable.so"
            loadmodule "auth.so"
            modparam("ctl", "binrpc", "unix:%2$s")
            modparam("usrloc", "db_mode", 0)
            modparam("registrar", "min_expires", 5)
            modparam("htable", "htable", "users=>size=4;")

            event_route[htable:mod-init] {
            %3$s}

            request_route {
              if (!mf_process_maxfwd_header("10")) {
                sl_send_reply("483", "Too Many Hops");
                exit;
              }
              if (is_method("CANCEL")) {
                if (t_check_trans()) { t_relay(); }
                exit;
              }
              if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) {
                  if (t_check_trans()) { t_relay(); }
                  exit;
                }
                sl_send_reply("404", "Not Here");
                exit;
              }
              t_check_trans();
              if (is_method("REGISTER")) {
                if (!pv_www_authenticate("$td", "$sht(users=>$au)", "0")) {
                  www_challenge("$td", "0");
                  exit;
                }
                save("location");
                exit;
              }
              if (!is_method("INVITE")) { sl_send_reply("200", "OK"); exit; }
              if (!pv_proxy_authenticate("$fd", "$sht(users=>$au)", "0")) {
                proxy_challenge("$fd", "0");
                exit;
              }
              consume_credentials();
              record_route();
              if (!lookup("location")) { sl_send_reply("480", "Not Here"); exit; }
              t_relay();
            }
            """;
}
