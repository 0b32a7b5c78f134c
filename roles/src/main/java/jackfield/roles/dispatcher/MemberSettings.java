package jackfield.roles.dispatcher;

import jackfield.sip.message.SipUri;

/// One member of a group, as the operator gave it.
///
/// @param uri where requests go
/// @param weight its share among others, 0 to 65535; 0 for hardly ever
/// @param priority the lower, the sooner (RFC 2782)
/// @param capacity how many calls it takes at once; 0 for any number
public record MemberSettings(SipUri uri, int weight, int priority, int capacity) {}
