package jackfield.server.config;

import jackfield.base.Endpoint;
import java.util.List;

/// What is settled about calls to places outside: whether there are any, how they are found, and
/// what such a place may make us do.
public final class OutsideSettings {
    static final Section SECTION = new Section();

    public static final Setting<String> OUTSIDE =
            SECTION.add(
                    "routing.outside",
                    Kinds.choice("on", "off"),
                    "off",
                    "Whether our users may call other domains and addresses, found by DNS:"
                            + " [calls to other domains](calls-to-other-domains.md). Trunks need"
                            + " no permission.");

    public static final Setting<String> RECURSE =
            SECTION.add(
                    "proxy.recurse",
                    Kinds.choice("on", "off"),
                    "off",
                    "Whether a redirection (3xx) is followed for the caller, to contacts that the"
                            + " caller may call itself; otherwise the caller is told.");

    public static final Setting<String> HIDE_TOPOLOGY =
            SECTION.add(
                    "proxy.hide-topology",
                    Kinds.choice("on", "off"),
                    "off",
                    "Whether places outside are kept from the Via header fields of our side, which"
                            + " name the addresses of phones and proxies. Contact, Call-ID and"
                            + " User-Agent stay as they are.");

    public static final Setting<List<Endpoint>> DNS_SERVERS =
            SECTION.add(
                    "dns.servers",
                    Kinds.NAME_SERVERS,
                    "auto",
                    "The DNS servers to ask: addresses, separated by commas, each with a port or"
                            + " without; `auto` asks those of this machine.");

    private OutsideSettings() {}

    /// True where a choice of `on` or `off` is `on`.
    public static boolean isOn(String choice) {
        return choice.equals("on");
    }
}
