package jackfield.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `tls.certificates`: a list of `{names, certificate, key}`.
final class CertificatesKind implements Kind<List<NamedCertificate>> {
    private static final Set<String> KEYS = Set.of("names", "domain", "certificate", "key");
    private static final int MOST = 1_000;
    private static final String WHAT =
            "a list, each with names, certificate and key, like"
                    + " {names: sip.example.org, certificate: /etc/x.crt, key: /etc/x.key}";

    @Override
    public String name() {
        return "certificates";
    }

    @Override
    public Read<List<NamedCertificate>> read(Given given) {
        List<NamedCertificate> certificates = new ArrayList<>();
        if (given.value() instanceof Value.Text text && text.text().isBlank()) {
            return new Read.Ok<>(certificates);
        }
        if (!(given.value() instanceof Value.Items(Where _, List<Value> items))
                || items.size() > MOST) {
            return wrong(given.value().where(), "this is not " + WHAT);
        }
        Set<String> all = new LinkedHashSet<>();
        for (Value item : items) {
            switch (certificate(item)) {
                case Read.Ok<NamedCertificate>(NamedCertificate certificate) -> {
                    for (String name : certificate.names()) {
                        if (!all.add(name)) {
                            return wrong(item.where(), name + " has two certificates: keep one");
                        }
                    }
                    certificates.add(certificate);
                }
                case Read.Bad<NamedCertificate>(Problem problem) -> {
                    return new Read.Bad<>(problem);
                }
            }
        }
        return new Read.Ok<>(List.copyOf(certificates));
    }

    private static Read<NamedCertificate> certificate(Value item) {
        if (!(item instanceof Value.Entries entries)) {
            return wrong(item.where(), "this is not " + WHAT);
        }
        Map<String, Value> parts = new LinkedHashMap<>();
        for (Map.Entry<Value.Key, Value> part : entries.entries().entrySet()) {
            String key = part.getKey().name();
            if (!KEYS.contains(key)) {
                return wrong(
                        part.getKey().where(),
                        "unknown key \""
                                + key
                                + "\" of a certificate: names, certificate and key"
                                + " are known");
            }
            parts.put(key.equals("domain") ? "names" : key, part.getValue());
        }
        Value names = parts.get("names");
        String certificate = text(parts.get("certificate"));
        if (names == null || certificate == null) {
            return wrong(
                    item.where(),
                    "a certificate needs " + (names == null ? "names" : "the file certificate"));
        }
        Set<String> read = new LinkedHashSet<>();
        for (Value.Text name : Value.words(names)) {
            String plain = name.text().startsWith("*.") ? name.text().substring(2) : name.text();
            if (!NamesKind.isHostName(plain)) {
                return wrong(name.where(), "\"" + name.text() + "\" is not a host name");
            }
            read.add(name.text().toLowerCase(Locale.ROOT));
        }
        return read.isEmpty()
                ? wrong(names.where(), "a certificate needs names, like sip.example.org")
                : new Read.Ok<>(
                        new NamedCertificate(
                                read, certificate, Optional.ofNullable(text(parts.get("key")))));
    }

    private static @Nullable String text(@Nullable Value value) {
        return value instanceof Value.Text(Where _, String text) && !text.isBlank() ? text : null;
    }

    private static <T> Read<T> wrong(Where where, String message) {
        return new Read.Bad<>(new Problem(where, message));
    }
}
