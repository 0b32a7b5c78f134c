/// Subscriptions and notifications (RFC 6665), and what is built on them: REFER (RFC 3515). Knows
/// no event package's bodies but `message/sipfrag`, and no transaction table.
@org.jspecify.annotations.NullMarked
package jackfield.sip.event;
