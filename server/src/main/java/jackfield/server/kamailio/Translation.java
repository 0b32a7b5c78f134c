package jackfield.server.kamailio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What one Kamailio installation becomes here.
public final class Translation {
    private static final int SIP = 5060;
    private static final int SIPS = 5061;

    private final List<Note> notes = new ArrayList<>();
    private final Draft draft = new Draft(notes);
    private final Path path;
    private final KamailioFile file;

    private Translation(Path path) throws IOException {
        this.path = path;
        this.file = KamailioFile.read(path, notes);
    }

    /// Translates a kamailio.cfg.
    ///
    /// @param rtpengine its rtpengine.conf, where there is one
    /// @param turn its turnserver.conf, where there is one
    /// @throws IOException when a file can't be read
    public static Translation of(Path path, Optional<Path> rtpengine, Optional<Path> turn)
            throws IOException {
        Translation translation = new Translation(path);
        translation.sockets();
        translation.domain();
        translation.registrar();
        translation.certificates();
        translation.tracing();
        translation.flood();
        translation.media();
        new Script(translation.file, translation.draft, translation.notes).read();
        if (rtpengine.isPresent()) {
            Companions.rtpengine(rtpengine.get(), translation.draft);
        }
        if (turn.isPresent()) {
            Companions.turn(turn.get(), translation.draft, translation.notes);
        }
        return translation;
    }

    /// The settings file.
    public String yaml() {
        return draft.yaml(String.valueOf(path.getFileName()));
    }

    /// The news.
    public List<Note> notes() {
        return List.copyOf(notes);
    }

    /// The database of users (`auth_db`, `db_url`), as it is written: `mysql://user@host/name`, the
    /// password taken out.
    public Optional<String> userDatabase() {
        return file.modparam("auth_db", "db_url")
                .or(() -> file.modparam("usrloc", "db_url"))
                .map(parameter -> parameter.value().replaceAll("//([^:@/]+):[^@]*@", "//$1@"));
    }

    /// The domain that passwords are for, where the file says one.
    public Optional<String> domainName() {
        return domains().stream().findFirst();
    }

    private void sockets() {
        int sip = number("port", SIP);
        int sips = number("tls_port_no", SIPS);
        List<Listen> all =
                file.globals("listen").stream()
                        .flatMap(global -> {
                            List<Listen> some = Listen.of(global);
                            if (some.isEmpty()) {
                                left(global.line(), "listen=" + global.value() + " is not read");
                            }
                            return some.stream();
                        })
                        .toList();
        address(all);
        port(all, "udp", "sip.udp.port", sip);
        port(all, "tcp", "sip.tcp.port", sip);
        if (yes("enable_tls") || file.loads("tls")) {
            port(all, "tls", "sip.tls.port", sips);
        }
        if (file.loads("websocket")) {
            webSockets(all, sip, sips);
        }
        if (all.stream().anyMatch(each -> each.transport().equals("sctp"))) {
            left(0, "SCTP is not spoken here");
        }
        if (!file.globals("children").isEmpty()) {
            built("children, tcp_children and shared memory: there are no worker processes");
        }
    }

    private void address(List<Listen> all) {
        Set<String> literals =
                all.stream()
                        .filter(each -> !each.isLoopback() && each.isLiteral())
                        .map(Listen::address)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        if (literals.size() == 1) {
            draft.put("listen.address", bare(literals.iterator().next()), "listen");
        } else if (literals.size() > 1) {
            left(
                    0,
                    "it listens on "
                            + String.join(", ", literals)
                            + ": one address or all can be bound here, so all are; set"
                            + " listen.address for one");
        }
        all.stream()
                .filter(each -> each.advertised() != null)
                .findFirst()
                .ifPresent(each ->
                        draft.put(
                                "public.address",
                                bare(String.valueOf(each.advertised())),
                                "advertise, line " + each.line()));
    }

    private static String bare(String address) {
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }

    /// SIP over one transport: the port it listens on, or off where it has sockets and none of
    /// this.
    private void port(List<Listen> all, String transport, String key, int usual) {
        List<Listen> some =
                all.stream()
                        .filter(each -> each.is(transport) && !each.isLoopback())
                        .filter(each -> each.port() == 0 || !isWebSocketPort(each, usual))
                        .toList();
        if (some.isEmpty()) {
            return;
        }
        int port = some.getFirst().port() == 0 ? usual : some.getFirst().port();
        draft.put(key, Integer.toString(port), "listen, line " + some.getFirst().line());
        some.stream()
                .filter(each -> each.port() != 0 && each.port() != port)
                .forEach(each ->
                        left(each.line(), "a second port for " + transport + ": " + each.port()));
    }

    /// The script tells WebSockets by the port they come in on; where it does not, another port
    /// than that of SIP is theirs.
    private boolean isWebSocketPort(Listen listen, int sip) {
        if (!file.loads("websocket") || listen.transport().equals("udp")) {
            return false;
        }
        Pattern named = Pattern.compile("\\$Rp\\s*[!=]=\\s*\"?" + listen.port() + "\\b");
        return !file.script(named).isEmpty() || listen.port() != sip;
    }

    private void webSockets(List<Listen> all, int sip, int sips) {
        for (Listen each : all) {
            if (each.transport().equals("tcp") && isWebSocketPort(each, sip) && each.port() != 0) {
                if (each.isLoopback() || !draft.has("edge.ws.listen")) {
                    String host = each.isLoopback() ? bare(each.address()) : "127.0.0.1";
                    String at = host.contains(":") ? "[" + host + "]" : host;
                    draft.put(
                            "edge.ws.listen",
                            at + ":" + each.port(),
                            "listen, line " + each.line());
                }
                if (!each.isLoopback()) {
                    left(
                            each.line(),
                            "plain WebSockets on "
                                    + each.address()
                                    + ": they go without TLS and are served to this machine's"
                                    + " reverse proxy only");
                }
            } else if (each.transport().equals("tls") && isWebSocketPort(each, sips)) {
                draft.put(
                        "edge.https.port",
                        Integer.toString(each.port()),
                        "listen, line "
                                + each.line()
                                + ": WSS, the page and the API at /ws, /,"
                                + " /api");
            }
        }
    }

    private void domain() {
        List<String> domains = domains();
        if (domains.isEmpty()) {
            return;
        }
        draft.put("domain", domains.getFirst(), "alias, or the domain in the script");
        draft.put(
                "realm",
                domains.getFirst(),
                "so that password hashes made for this domain stay good");
        List<String> others = domains.subList(1, domains.size());
        if (!others.isEmpty()) {
            left(0, "further domains: " + String.join(", ", others) + " (see domains)");
        }
    }

    private List<String> domains() {
        Set<String> names = new LinkedHashSet<>();
        file.globals("alias").forEach(global -> add(names, global.value()));
        file.modparams("corex", "alias_subdomains").forEach(each -> add(names, each.value()));
        file.modparams("nathelper", "sipping_from")
                .forEach(each -> {
                    int at = each.value().indexOf('@');
                    if (at > 0) {
                        add(names, each.value().substring(at + 1));
                    }
                });
        return List.copyOf(names);
    }

    private static void add(Set<String> names, String value) {
        for (String each : value.split("[\\s,]+")) {
            String name = each.replaceAll("^(udp|tcp|tls):", "").replaceAll(":\\d+$", "");
            name = name.replace("\"", "");
            if (name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
                    && !name.matches("[0-9.]+")) {
                names.add(name.toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    private void registrar() {
        seconds("max_expires", "registrar.expires.max");
        seconds("min_expires", "registrar.expires.min");
        seconds("default_expires", "registrar.expires.default");
        copy("registrar", "max_contacts", "registrar.contacts-per-user");
        copy("registrar", "default_expires_range", "registrar.expires.jitter");
        if (file.modparam("usrloc", "db_url").isPresent()) {
            built("the location table: registrations are kept in the data folder's database");
        }
        if (file.loads("nathelper")) {
            built("nathelper: every flow is answered on, and learnt from what comes in");
        }
    }

    private void seconds(String name, String key) {
        file.modparam("registrar", name)
                .filter(parameter -> parameter.value().matches("[1-9]\\d{0,8}"))
                .ifPresent(parameter ->
                        draft.put(key, parameter.value() + "s", from("registrar", parameter)));
    }

    private void copy(String module, String name, String key) {
        file.modparam(module, name)
                .filter(parameter -> parameter.value().matches("[1-9]\\d{0,8}"))
                .ifPresent(parameter -> draft.put(key, parameter.value(), from(module, parameter)));
    }

    private static String from(String module, KamailioFile.Modparam parameter) {
        return module + " " + parameter.name() + ", line " + parameter.line();
    }

    private void certificates() {
        Optional<KamailioFile.Modparam> config = file.modparam("tls", "config");
        if (config.isPresent()) {
            Path named = Path.of(config.get().value());
            Path beside = path.toAbsolutePath().resolveSibling(String.valueOf(named.getFileName()));
            Path readable = Files.isReadable(beside) ? beside : named;
            if (Files.isReadable(readable)) {
                Companions.tls(readable, draft, notes);
            } else {
                left(
                        config.get().line(),
                        config.get().value() + " can't be read: set tls.certificate and tls.key");
            }
        }
        file.modparam("tls", "certificate")
                .ifPresent(each -> draft.put("tls.certificate", each.value(), from("tls", each)));
        file.modparam("tls", "private_key")
                .ifPresent(each -> draft.put("tls.key", each.value(), from("tls", each)));
    }

    private void tracing() {
        boolean hep = file.modparam("siptrace", "hep_mode_on").stream().anyMatch(Translation::isOn);
        file.modparam("siptrace", "duplicate_uri")
                .ifPresent(each -> {
                    String target = each.value().replaceFirst("^sips?:", "");
                    if (hep) {
                        draft.put("trace.hep.target", "udp:" + target, from("siptrace", each));
                    } else {
                        left(each.line(), "siptrace without HEP to " + target);
                    }
                });
    }

    private static boolean isOn(KamailioFile.Modparam parameter) {
        return !parameter.value().equals("0");
    }

    private void flood() {
        if (file.loads("pike")) {
            built(
                    "pike and the table of banned addresses: floods and scanners are held back and"
                            + " banned by themselves (docs/guide/security.md)");
        }
        if (file.loads("htable")) {
            file.modparams("htable", "htable").stream()
                    .filter(each -> !each.value().startsWith("ipban"))
                    .forEach(each -> left(each.line(), "the table " + each.value()));
        }
    }

    private void media() {
        for (String module : List.of("rtpengine", "rtpproxy")) {
            String name = module.equals("rtpengine") ? "rtpengine_sock" : "rtpproxy_sock";
            file.modparam(module, name)
                    .ifPresent(each ->
                            built(
                                    "media by "
                                            + each.value()
                                            + ": calls are relayed in this process; no flag is"
                                            + " needed. To go on with the script and use only the"
                                            + " relay, set relay.ng.listen to that address"));
        }
    }

    private int number(String key, int ifAbsent) {
        List<KamailioFile.Global> all = file.globals(key);
        return all.isEmpty() || !all.getLast().value().matches("\\d{1,5}")
                ? ifAbsent
                : Integer.parseInt(all.getLast().value());
    }

    private boolean yes(String key) {
        List<KamailioFile.Global> all = file.globals(key);
        return !all.isEmpty() && all.getLast().value().matches("(?i)yes|on|true|1");
    }

    private void left(int line, String text) {
        notes.add(new Note(Note.Kind.LEFT_OUT, line, text));
    }

    private void built(String text) {
        notes.add(new Note(Note.Kind.BUILT_IN, 0, text));
    }
}
