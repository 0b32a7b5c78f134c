package jackfield.server.kamailio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What can be said of a routing script. A script is a program: what it does beyond the usual is
/// named, with its lines, and never guessed.
final class Script {
    private static final Pattern NAMED_ROUTE = Pattern.compile("^route\\[(\\w+)\\]");
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "\\$d[us]\\s*=\\s*\"(sips?:[^\"]+)\"|rewritehost(?:port)?\\(\"([^\"]+)\"\\)");
    private static final Pattern PREFIX = Pattern.compile("\\$rU\\s*=~\\s*\"([^\"]+)\"");

    /// The routes that every edge script has, and what does their work here.
    private static final Map<String, String> USUAL =
            Map.ofEntries(
                    Map.entry("RELAY", ""),
                    Map.entry("REQINIT", "checks of what comes in"),
                    Map.entry("WITHINDLG", "requests inside dialogs"),
                    Map.entry("DLGURI", ""),
                    Map.entry("REGISTRAR", "the registrar"),
                    Map.entry("LOCATION", "the location service"),
                    Map.entry("AUTH", "digest authentication, on by default"),
                    Map.entry("NATDETECT", "flows"),
                    Map.entry("NATMANAGE", "the relay"),
                    Map.entry("MANAGE_BRANCH", ""),
                    Map.entry("MANAGE_REPLY", ""),
                    Map.entry("MANAGE_FAILURE", ""));

    /// Modules whose work is not done here, and what to do about each.
    private static final Map<String, String> MISSING = new LinkedHashMap<>();

    static {
        MISSING.put("presence", "presence (PUBLISH, SUBSCRIBE) is not in this version");
        MISSING.put("msilo", "stored MESSAGEs are not in this version");
        MISSING.put("lcr", "least-cost routing: write routes by prefix (docs/guide/routing.md)");
        MISSING.put("drouting", "routing by prefix: write routes (docs/guide/routing.md)");
        MISSING.put("carrierroute", "routing by prefix: write routes (docs/guide/routing.md)");
        MISSING.put("topos", "topology hiding: see proxy.hide-topology");
        MISSING.put("topoh", "topology hiding: see proxy.hide-topology");
        MISSING.put("app_lua", "a script in Lua decides about calls: write its rules as routes");
        MISSING.put(
                "app_python3", "a script in Python decides about calls: write its rules as routes");
        MISSING.put("uac", "registration with upstreams: see registrar.upstreams");
        MISSING.put("ldap", "users in LDAP are not read");
        MISSING.put("enum", "ENUM is not asked");
        MISSING.put("secsipid", "STIR/SHAKEN is not in this version");
        MISSING.put("stirshaken", "STIR/SHAKEN is not in this version");
    }

    private final KamailioFile file;
    private final Draft draft;
    private final List<Note> notes;

    Script(KamailioFile file, Draft draft, List<Note> notes) {
        this.file = file;
        this.draft = draft;
        this.notes = notes;
    }

    void read() {
        authentication();
        routes();
        MISSING.forEach((module, what) -> {
            if (file.loads(module)) {
                left(0, "the module " + module + ": " + what);
            }
        });
        dispatcher();
        permissions();
        destinations();
    }

    private void authentication() {
        boolean checks =
                !file.script(Pattern.compile("auth_check|www_auth|pv_auth_check|proxy_auth"))
                        .isEmpty();
        if (!checks) {
            left(
                    0,
                    "the script asks nobody for a password; here every call and registration must"
                            + " prove one. Name trunks and other machines that may not in"
                            + " sip.trusted");
        }
        List<Preprocessor.Line> upstream =
                file.script(Pattern.compile("save\\s*\\(\\s*\"location\"\\s*,\\s*\"?0x0?2"));
        if (!upstream.isEmpty()) {
            left(
                    upstream.getFirst().number(),
                    "registrations are passed to another registrar and saved on its 200: see"
                            + " registrar.upstreams (docs/guide/registration-forwarding.md)");
        }
    }

    private void routes() {
        Set<String> done = new TreeSet<>();
        for (Preprocessor.Line line : file.script(NAMED_ROUTE)) {
            Matcher name = NAMED_ROUTE.matcher(line.text());
            if (!name.find()) {
                continue;
            }
            String what = USUAL.get(name.group(1));
            if (what == null) {
                left(line.number(), "route[" + name.group(1) + "]: " + advice(name.group(1)));
            } else if (!what.isEmpty()) {
                done.add(what);
            }
        }
        if (!done.isEmpty()) {
            notes.add(
                    new Note(
                            Note.Kind.BUILT_IN,
                            0,
                            "what the script does for " + String.join(", ", done)));
        }
    }

    private static String advice(String route) {
        return switch (route) {
            case "SIPOUT" ->
                    "calls to other domains are off; see docs/guide/calls-to-other-domains.md";
            case "PRESENCE" -> "presence is not in this version";
            case "PSTN", "TOPSTN", "TRUNK" ->
                    "write its rule as a route to a gateway (docs/guide/routing.md)";
            case "TOVOICEMAIL" ->
                    "forward calls that nobody answers (docs/guide/call-forwarding.md)";
            case "BRIDGING" -> "the relay finds out by itself what each side needs";
            default ->
                    "not translated: read it, and write its rules as routes (docs/guide/routing.md)";
        };
    }

    private void dispatcher() {
        if (!file.loads("dispatcher")) {
            return;
        }
        Optional<KamailioFile.Modparam> list = file.modparam("dispatcher", "list_file");
        left(
                list.map(KamailioFile.Modparam::line).orElse(0),
                "dispatcher groups"
                        + list.map(each -> " of " + each.value()).orElse(" of the database")
                        + ": write them as groups (docs/guide/dispatcher.md)");
    }

    private void permissions() {
        if (file.loads("permissions")) {
            left(0, "the address table of permissions: name those networks in sip.trusted");
        }
    }

    /// Fixed destinations are where a script sends what is for nobody here.
    private void destinations() {
        List<String> seen = new ArrayList<>();
        for (Preprocessor.Line line : file.script(ADDRESS)) {
            Matcher address = ADDRESS.matcher(line.text());
            if (address.find()) {
                String found = address.group(1) != null ? address.group(1) : address.group(2);
                if (!seen.contains(found)) {
                    seen.add(found);
                    left(line.number(), "calls are sent to " + found + ": write a route to it");
                }
            }
        }
        for (Preprocessor.Line line : file.script(PREFIX)) {
            Matcher pattern = PREFIX.matcher(line.text());
            if (pattern.find()) {
                left(line.number(), "numbers like " + pattern.group(1) + " are told apart");
            }
        }
        if (!seen.isEmpty() && !draft.has("routes")) {
            notes.add(
                    new Note(
                            Note.Kind.LEFT_OUT,
                            0,
                            "no routes were written: which calls those destinations are for is the"
                                    + " script's logic"));
        }
    }

    private void left(int line, String text) {
        notes.add(new Note(Note.Kind.LEFT_OUT, line, text));
    }
}
