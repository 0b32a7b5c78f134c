package jackfield.server.config;

import jackfield.base.Parsed;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `registrar.upstreams`: a list of registrars above us.
final class UpstreamKind implements Kind<List<ConfiguredUpstream>> {
    private static final Set<String> KEYS =
            Set.of("uri", "mode", "domain", "expires", "accounts", "secret");
    private static final int USUAL_SECONDS = 600;

    /// A setting that is wrong, on its way out of a deep structure.
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Wrong(Where where, String message) {
            super(message);
            problem = new Problem(where, message);
        }
    }

    @Override
    public String name() {
        return "registrars";
    }

    @Override
    public Read<List<ConfiguredUpstream>> read(Given given) {
        try {
            List<ConfiguredUpstream> upstreams = new ArrayList<>();
            if (given.value() instanceof Value.Items(Where _, List<Value> items)) {
                for (Value item : items) {
                    upstreams.add(upstream(item));
                }
            } else if (!(given.value() instanceof Value.Text text && text.text().isBlank())) {
                throw new Wrong(
                        given.value().where(),
                        "write a list of registrars, each with uri and mode");
            }
            return new Read.Ok<>(List.copyOf(upstreams));
        } catch (Wrong e) {
            return new Read.Bad<>(e.problem);
        }
    }

    private static ConfiguredUpstream upstream(Value item) throws Wrong {
        if (!(item instanceof Value.Entries entries)) {
            throw new Wrong(item.where(), "a registrar has uri and mode");
        }
        Map<String, Value> parts = new LinkedHashMap<>();
        for (Map.Entry<Value.Key, Value> part : entries.entries().entrySet()) {
            if (!KEYS.contains(part.getKey().name())) {
                throw new Wrong(
                        part.getKey().where(),
                        "unknown key \""
                                + part.getKey().name()
                                + "\" of a registrar: uri, mode, domain, expires, accounts and"
                                + " secret are known");
            }
            parts.put(part.getKey().name(), part.getValue());
        }
        String uri = text(item, parts.get("uri"), "uri");
        if (!(SipUri.parse(uri) instanceof Parsed.Ok<SipUri>(SipUri registrar))) {
            throw new Wrong(
                    item.where(), "uri: write the registrar as sip:pbx.example.org, not " + uri);
        }
        String mode = text(item, parts.get("mode"), "mode");
        if (!mode.equals("authenticate") && !mode.equals("mirror")) {
            throw new Wrong(item.where(), "mode: authenticate or mirror, not " + mode);
        }
        Map<String, ConfiguredUser> accounts = accounts(parts.get("accounts"));
        Value secret = parts.get("secret");
        if (mode.equals("mirror") && accounts.isEmpty() && secret == null) {
            throw new Wrong(
                    item.where(),
                    "a mirror needs accounts ({alice: {user: 1001, password: ...}}) or the secret"
                            + " that all users share");
        }
        return new ConfiguredUpstream(
                registrar,
                mode,
                domains(parts.get("domain")),
                seconds(item, parts.get("expires")),
                accounts,
                secret == null ? Optional.empty() : Optional.of(text(item, secret, "secret")));
    }

    private static String text(Value item, @Nullable Value part, String key) throws Wrong {
        if (!(part instanceof Value.Text(Where _, String text)) || text.isBlank()) {
            throw new Wrong(part == null ? item.where() : part.where(), key + " is missing");
        }
        return text;
    }

    private static Set<String> domains(@Nullable Value part) {
        Set<String> domains = new HashSet<>();
        if (part != null) {
            Value.words(part).forEach(word -> domains.add(word.text().toLowerCase(Locale.ROOT)));
        }
        return domains;
    }

    private static int seconds(Value item, @Nullable Value part) throws Wrong {
        if (part == null) {
            return USUAL_SECONDS;
        }
        java.time.Duration time = DurationText.parse(text(item, part, "expires"));
        if (time == null || time.toSeconds() < 60 || time.toDays() > 1) {
            throw new Wrong(part.where(), "expires: a time from 60s to 1d");
        }
        return (int) time.toSeconds();
    }

    private static Map<String, ConfiguredUser> accounts(@Nullable Value part) throws Wrong {
        Map<String, ConfiguredUser> accounts = new HashMap<>();
        if (part == null) {
            return accounts;
        }
        if (!(part instanceof Value.Entries entries)) {
            throw new Wrong(part.where(), "accounts: write alice: {user: 1001, password: ...}");
        }
        for (Map.Entry<Value.Key, Value> account : entries.entries().entrySet()) {
            String ours = account.getKey().name();
            if (!(account.getValue() instanceof Value.Entries theirs)) {
                throw new Wrong(
                        account.getValue().where(),
                        "the account of " + ours + ": write {user: 1001, password: ...}");
            }
            Map<String, Value> fields = new HashMap<>();
            theirs.entries().forEach((key, value) -> fields.put(key.name(), value));
            Value user = fields.get("user");
            accounts.put(
                    ours,
                    new ConfiguredUser(
                            user == null ? ours : text(theirs, user, "user"),
                            text(theirs, fields.get("password"), "password")));
        }
        return accounts;
    }
}
