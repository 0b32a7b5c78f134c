package jackfield.roles.sbc;

import jackfield.base.Network;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What an operator may change about bans.
///
/// @param automatic false to ban nobody but whom an operator bans
/// @param first how long the first ban of a source lasts (ns); each further one four times as long
/// @param longest the longest automatic ban (ns)
/// @param unproven how long a source is shut out that may have been forged (ns)
/// @param scanners parts of User-Agent values, in any case, that scanners give themselves away by
/// @param never whom no ban holds, not even an operator's of a network around it
public record BanPolicy(
        boolean automatic,
        long first,
        long longest,
        long unproven,
        Set<String> scanners,
        List<Network> never) {
    private static final long MINUTE = 60_000_000_000L;

    /// Names that the tools in use today send.
    public static final Set<String> SCANNERS =
            Set.of(
                    "friendly-scanner",
                    "friendly-request",
                    "sipvicious",
                    "sipcli",
                    "sip-scan",
                    "sipsak-scan",
                    "sundayddr",
                    "iwar",
                    "vaxsipuseragent",
                    "pplsip",
                    "sip scan",
                    "scanner");

    /// Ten minutes to a day, one minute where the source is not proven, the usual scanners, and
    /// never this host itself.
    public static final BanPolicy DEFAULT =
            new BanPolicy(true, 10 * MINUTE, 24 * 60 * MINUTE, MINUTE, SCANNERS, Network.LOOPBACK);

    public BanPolicy {
        scanners =
                scanners.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        never = List.copyOf(never);
    }
}
