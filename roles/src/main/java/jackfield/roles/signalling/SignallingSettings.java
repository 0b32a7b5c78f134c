package jackfield.roles.signalling;

import jackfield.roles.presence.PresenceSettings;
import jackfield.roles.proxy.ProxySettings;
import jackfield.roles.registrar.RegistrarSettings;
import jackfield.roles.sbc.AdmissionPolicy;
import jackfield.roles.upstream.UpstreamSettings;
import jackfield.sip.message.Parser;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionPolicy;
import java.util.Set;

/// What an operator may change about signalling.
///
/// @param timers T1, T2 and T4
/// @param transactions what the transaction layer decides by itself
/// @param registrations how long and how often a user may be registered
/// @param admission who is let in
/// @param proxy how calls are forwarded
/// @param echoUsers the user parts that reach the echo test
/// @param addressesOutside true to let our users call other hosts and domains
/// @param messages how large a message may be
/// @param upstreams registrars above us
/// @param presence who may watch whom
public record SignallingSettings(
        Timers timers,
        TransactionPolicy transactions,
        RegistrarSettings registrations,
        AdmissionPolicy admission,
        ProxySettings proxy,
        Set<String> echoUsers,
        boolean addressesOutside,
        Parser.Limits messages,
        UpstreamSettings upstreams,
        PresenceSettings presence) {
    /// The defaults of every part; the echo test is 9999; no calls to other hosts.
    public static final SignallingSettings DEFAULT =
            new SignallingSettings(
                    Timers.DEFAULT,
                    TransactionPolicy.CHALLENGING,
                    RegistrarSettings.DEFAULT,
                    AdmissionPolicy.DEFAULT,
                    ProxySettings.DEFAULT,
                    Set.of("9999"),
                    false,
                    Parser.Limits.USUAL);

    /// Without registrars above us, and with the usual watchers.
    public SignallingSettings(
            Timers timers,
            TransactionPolicy transactions,
            RegistrarSettings registrations,
            AdmissionPolicy admission,
            ProxySettings proxy,
            Set<String> echoUsers,
            boolean addressesOutside,
            Parser.Limits messages) {
        this(
                timers,
                transactions,
                registrations,
                admission,
                proxy,
                echoUsers,
                addressesOutside,
                messages,
                UpstreamSettings.NONE,
                PresenceSettings.DEFAULT);
    }

    /// The same with registrars above us.
    public SignallingSettings with(UpstreamSettings registrars) {
        return new SignallingSettings(
                timers,
                transactions,
                registrations,
                admission,
                proxy,
                echoUsers,
                addressesOutside,
                messages,
                registrars,
                presence);
    }

    /// The same with other watchers.
    public SignallingSettings with(PresenceSettings others) {
        return new SignallingSettings(
                timers,
                transactions,
                registrations,
                admission,
                proxy,
                echoUsers,
                addressesOutside,
                messages,
                upstreams,
                others);
    }

    public SignallingSettings {
        echoUsers = Set.copyOf(echoUsers);
    }
}
