package jackfield.roles.routing;

import jackfield.base.Network;
import jackfield.sip.message.SipUri;
import java.util.List;

/// A carrier, a gateway or a PBX: a named place outside.
///
/// @param name what rules call it
/// @param uri where requests for it go, its transport included; without a user
/// @param sources the networks it calls from: what comes from there needs no password
public record Trunk(String name, SipUri uri, List<Network> sources) {
    public Trunk {
        sources = List.copyOf(sources);
    }
}
