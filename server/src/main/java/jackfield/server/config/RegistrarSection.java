package jackfield.server.config;

import java.time.Duration;
import java.util.List;

/// The settings of the registrar.
public final class RegistrarSection {
    static final Section SECTION = new Section();

    public static final Setting<Duration> EXPIRES_MIN =
            SECTION.add(
                    "registrar.expires.min",
                    Kinds.DURATION,
                    "60s",
                    "The shortest registration; shorter ones are refused with 423.");

    public static final Setting<Duration> EXPIRES_DEFAULT =
            SECTION.add(
                    "registrar.expires.default",
                    Kinds.DURATION,
                    "1h",
                    "The registration of a client that asks for no time.");

    public static final Setting<Duration> EXPIRES_MAX =
            SECTION.add(
                    "registrar.expires.max",
                    Kinds.DURATION,
                    "2h",
                    "The longest registration; longer ones are cut to it.");

    public static final Setting<Integer> EXPIRES_JITTER =
            SECTION.add(
                    "registrar.expires.jitter",
                    Kinds.integer(0, 90),
                    "10",
                    "By how many percent a registration may come out shorter than asked, drawn"
                            + " anew each time: clients that registered together, after a restart"
                            + " say, do not all come back together.");

    public static final Setting<Integer> CONTACTS_PER_USER =
            SECTION.add(
                    "registrar.contacts-per-user",
                    Kinds.integer(1, 1000),
                    "10",
                    "Devices that one user may have registered at once.");

    public static final Setting<Integer> CONTACTS_PER_INSTANCE =
            SECTION.add(
                    "registrar.contacts-per-instance",
                    Kinds.integer(1, 100),
                    "2",
                    "Contacts that one device (`+sip.instance`) may have at once.");

    public static final Setting<String> WHEN_FULL =
            SECTION.add(
                    "registrar.when-full",
                    Kinds.choice("refuse", "replace"),
                    "refuse",
                    "What becomes of a contact too many: `refuse` answers 403; `replace` gives it"
                            + " the place of the one not heard of for longest. One whose connection"
                            + " is gone makes room in either case.");

    public static final Setting<String> GRUU =
            SECTION.add(
                    "registrar.gruu",
                    Kinds.choice("on", "off"),
                    "on",
                    "Whether clients that know GRUUs (RFC 5627) get addresses that lead to one"
                            + " device. JsSIP and SIP.js use them as their Contact then.");

    public static final Setting<String> PATH =
            SECTION.add(
                    "registrar.path",
                    Kinds.choice("lenient", "strict"),
                    "lenient",
                    "A registration through a proxy that adds a Path (RFC 3327): `strict` refuses"
                            + " clients that do not say they support it (420).");

    public static final Setting<String> SERVICE_ROUTE =
            SECTION.add(
                    "registrar.service-route",
                    Kinds.choice("on", "off"),
                    "off",
                    "Whether clients are told to send their requests through this node (RFC"
                            + " 3608).");

    public static final Setting<Duration> FLOW_TIMER =
            SECTION.add(
                    "registrar.flow-timer",
                    Kinds.DURATION,
                    "0s",
                    "How often clients with outbound (RFC 5626) are told to keep their connection"
                            + " alive; 0s tells them nothing.");

    public static final Setting<Duration> PROBE =
            SECTION.add(
                    "registrar.probe",
                    Kinds.DURATION,
                    "0s",
                    "How often each contact over UDP is asked by OPTIONS whether it is there: it"
                            + " holds NATs open, and shows the round trip in `registrations`; 0s"
                            + " asks nobody.");

    public static final Setting<List<ConfiguredUpstream>> UPSTREAMS =
            SECTION.add(
                    "registrar.upstreams",
                    new UpstreamKind(),
                    "",
                    "Registrars above this one, each with `uri`, `mode` and where it is not for all"
                            + " users `domain`. `authenticate`: users' registrations go there with"
                            + " their own passwords. `mirror`: users who are registered here are"
                            + " registered there by `accounts` or one `secret`.");

    private RegistrarSection() {}
}
