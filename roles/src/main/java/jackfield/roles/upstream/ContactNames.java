package jackfield.roles.upstream;

import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds our own contacts in messages.
final class ContactNames {
    private ContactNames() {}

    /// The user part of the first Contact of a request; empty for none.
    static String user(@Nullable Request request) {
        List<NameAddr> contacts = request == null ? List.of() : request.headers().contacts();
        return contacts.isEmpty()
                        || !(contacts.getFirst().uri() instanceof SipUri uri)
                        || uri.user() == null
                ? ""
                : uri.user();
    }
}
