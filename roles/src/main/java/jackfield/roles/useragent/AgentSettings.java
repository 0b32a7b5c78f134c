package jackfield.roles.useragent;

import jackfield.base.Endpoint;
import jackfield.sip.dialog.SessionTimer;
import jackfield.sip.transaction.Timers;

/// What the user agent is told about its node.
///
/// @param timers T1, T2 and T4
/// @param mostCalls calls at once, above which further ones are refused
/// @param sessions the session interval that is asked for (RFC 4028)
/// @param local the port that browsers reach the node on
public record AgentSettings(
        Timers timers, int mostCalls, SessionTimer.Policy sessions, Endpoint local) {}
