package jackfield.roles.useragent;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.SipUri;
import java.util.List;

/// A user of ours, as SIP finds the user: at one contact on a flow of its own.
///
/// @param name as the user signs in
/// @param user the address of record
/// @param contact our Contact for this user
/// @param flow the path to us for this user
record Presence(String name, AddressOfRecord user, SipUri contact, Flow flow) {
    /// Ten years: it ends when the user's last device leaves.
    private static final long LIFETIME = 10L * 365 * 86_400 * 1_000_000_000L;

    /// The value of the Contact header field.
    String contactText() {
        return NameAddr.of(contact).toString();
    }

    /// Where the registrar's table has the user.
    Binding binding(long now) {
        String instance = "\"<urn:x-jackfield:" + contact.user() + ">\"";
        return new Binding(
                user,
                new NameAddr(null, contact, Parameters.NONE.with("+sip.instance", instance)),
                instance,
                1,
                1000,
                now + LIFETIME,
                flow,
                List.of(),
                contact.user() + "@" + Outlet.HOST,
                1,
                UserAgent.NAME);
    }
}
