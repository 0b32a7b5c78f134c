package jackfield.server.config;

import jackfield.base.Network;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The kinds of settings that name networks.
final class NetworkKinds {
    private static final String NETWORK =
            "a network, like 192.0.2.0/24, 192.0.2.7 or 2001:db8::/32";

    /// Networks, as a list or with commas; `none` for none.
    static final Kind<List<Network>> NETWORKS =
            new Kind<>() {
                @Override
                public String name() {
                    return "networks";
                }

                @Override
                public Read<List<Network>> read(Given given) {
                    List<Network> networks = new ArrayList<>();
                    for (Value word : items(given.value())) {
                        Network network = network(word);
                        if (network == null) {
                            return wrong(word, text(word) + " is not " + NETWORK);
                        }
                        networks.add(network);
                    }
                    return new Read.Ok<>(List.copyOf(networks));
                }
            };

    /// Networks, each alone or as `{network, name, may}`, and domains as `{domain, name, may}`.
    static final Kind<List<TrustedPeer>> PEERS =
            new Kind<>() {
                @Override
                public String name() {
                    return "peers";
                }

                @Override
                public Read<List<TrustedPeer>> read(Given given) {
                    List<TrustedPeer> peers = new ArrayList<>();
                    for (Value item : items(given.value())) {
                        switch (peer(item)) {
                            case Read.Ok<TrustedPeer>(TrustedPeer peer) -> peers.add(peer);
                            case Read.Bad<TrustedPeer>(Problem problem) -> {
                                return new Read.Bad<>(problem);
                            }
                        }
                    }
                    return new Read.Ok<>(List.copyOf(peers));
                }
            };

    /// Interfaces of the relay, as a list or with commas; `none` for none.
    static final Kind<List<MediaInterface>> MEDIA_INTERFACES =
            new Kind<>() {
                @Override
                public String name() {
                    return "interfaces";
                }

                @Override
                public Read<List<MediaInterface>> read(Given given) {
                    List<MediaInterface> interfaces = new ArrayList<>();
                    for (Value word : items(given.value())) {
                        MediaInterface one = MediaInterface.parse(text(word).strip());
                        if (one == null) {
                            return wrong(
                                    word,
                                    text(word)
                                            + " is not an interface, like internal/10.0.0.5,"
                                            + " external/10.0.0.5!203.0.113.10 or"
                                            + " trunk/2001:db8::5/30000-30999 (name, address of"
                                            + " this machine ! address that peers are told, both"
                                            + " of one family, ports)");
                        }
                        interfaces.add(one);
                    }
                    return new Read.Ok<>(List.copyOf(interfaces));
                }
            };

    /// Addresses to relay by, as a list or with commas; `none` for none.
    static final Kind<List<TurnAddress>> TURN_ADDRESSES =
            new Kind<>() {
                @Override
                public String name() {
                    return "addresses";
                }

                @Override
                public Read<List<TurnAddress>> read(Given given) {
                    List<TurnAddress> addresses = new ArrayList<>();
                    for (Value word : items(given.value())) {
                        TurnAddress one = TurnAddress.parse(text(word).strip());
                        if (one == null) {
                            return wrong(
                                    word,
                                    text(word)
                                            + " is not an address to relay by, like 192.0.2.1,"
                                            + " 10.0.0.5!203.0.113.10 or 2001:db8::5");
                        }
                        addresses.add(one);
                    }
                    return new Read.Ok<>(List.copyOf(addresses));
                }
            };

    private NetworkKinds() {}

    /// Words that may be anything, as a list or with commas; `none` for none. Origins of pages: a
    /// scheme, a host, perhaps a port.
    static final Kind<Set<String>> ORIGINS =
            new Kind<>() {
                @Override
                public String name() {
                    return "origins";
                }

                @Override
                public Read<Set<String>> read(Given given) {
                    Set<String> origins = new LinkedHashSet<>();
                    for (Value word : items(given.value())) {
                        String said = text(word);
                        if (!said.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
                            return wrong(
                                    word, said + " is no origin, like https://shop.example.org");
                        }
                        origins.add(said);
                    }
                    return new Read.Ok<>(Set.copyOf(origins));
                }
            };

    static final Kind<Set<String>> WORDS =
            new Kind<>() {
                @Override
                public String name() {
                    return "list";
                }

                @Override
                public Read<Set<String>> read(Given given) {
                    Set<String> words = new LinkedHashSet<>();
                    for (Value word : items(given.value())) {
                        if (!(word instanceof Value.Text text)) {
                            return wrong(word, text(word) + " is not text");
                        }
                        words.add(text.text());
                    }
                    return new Read.Ok<>(Set.copyOf(words));
                }
            };

    private static List<Value> items(Value value) {
        if (value instanceof Value.Items list) {
            return list.items();
        }
        if (value instanceof Value.Text text) {
            return text.text().strip().equals("none") ? List.of() : List.copyOf(Value.words(value));
        }
        return List.of(value);
    }

    private static Kind.Read<TrustedPeer> peer(Value item) {
        if (!(item instanceof Value.Entries entries)) {
            Network alone = network(item);
            return alone == null
                    ? wrong(item, text(item) + " is not " + NETWORK)
                    : new Kind.Read.Ok<>(
                            new TrustedPeer(alone, null, alone.toString(), TrustedPeer.EVERYTHING));
        }
        Network network = null;
        String domain = null;
        String name = "";
        Set<String> may = TrustedPeer.EVERYTHING;
        for (Map.Entry<Value.Key, Value> part : entries.entries().entrySet()) {
            Value value = part.getValue();
            switch (part.getKey().name()) {
                case "network" -> {
                    network = network(value);
                    if (network == null) {
                        return wrong(value, text(value) + " is not " + NETWORK);
                    }
                }
                case "domain" -> {
                    domain = text(value).toLowerCase(Locale.ROOT);
                    if (!NamesKind.isHostName(domain)) {
                        return wrong(value, text(value) + " is not a domain");
                    }
                }
                case "name" -> name = text(value);
                case "may" -> {
                    may = new LinkedHashSet<>();
                    for (Value.Text word : Value.words(value)) {
                        if (!TrustedPeer.EVERYTHING.contains(word.text())) {
                            return wrong(word, "a trusted peer may: users, out");
                        }
                        may.add(word.text());
                    }
                }
                default -> {
                    return wrong(
                            value,
                            "unknown key \""
                                    + part.getKey().name()
                                    + "\" of a trusted peer: network or domain, name and may are known");
                }
            }
        }
        if (network == null == (domain == null)) {
            return wrong(
                    item,
                    "a trusted peer needs its network, or the domain that its certificate proves");
        }
        String usual = domain == null ? String.valueOf(network) : domain;
        return new Kind.Read.Ok<>(
                new TrustedPeer(network, domain, name.isEmpty() ? usual : name, may));
    }

    private static @Nullable Network network(Value value) {
        return value instanceof Value.Text text ? Network.parse(text.text().strip()) : null;
    }

    private static String text(Value value) {
        return value instanceof Value.Text text ? text.text() : "this";
    }

    private static <T> Kind.Read<T> wrong(Value where, String message) {
        return new Kind.Read.Bad<>(new Problem(where.where(), message));
    }
}
