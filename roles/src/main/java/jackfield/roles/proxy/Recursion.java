package jackfield.roles.proxy;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Follows redirections for the caller (RFC 3261 section 16.7 step 4), where the operator wants it:
/// to contacts that the caller may call itself, each once, and not without end.
final class Recursion {
    /// What is followed of a 3xx.
    ///
    /// @param now the preferred contacts; none where nothing is followed
    /// @param rest the response with the contacts that are left to the caller; null where none are
    record Followed(List<Target> now, @Nullable Response rest) {}

    /// Places that one request may be sent to, from where on redirections go to the caller.
    private static final int MOST_PLACES = 30;

    private static final int MOST_CONTACTS = 10;

    private final Redirections redirections;
    private final boolean wanted;

    /// @param wanted true where the operator wants redirections followed
    Recursion(Redirections redirections, boolean wanted) {
        this.redirections = redirections;
        this.wanted = wanted;
    }

    /// Takes what may be followed of a 3xx; contacts of lower q become an attempt of their own,
    /// after the one of now.
    Followed follow(Search search, Response response, long now) {
        TreeMap<Integer, List<Target>> byQ = new TreeMap<>();
        List<String> left = new ArrayList<>();
        List<NameAddr> contacts = wanted ? response.headers().contacts() : List.of();
        for (NameAddr contact : contacts) {
            List<Target> targets = targets(search, contact, byQ.size(), now);
            if (targets.isEmpty()) {
                left.add(contact.toString());
            } else {
                byQ.computeIfAbsent(-q(contact), _ -> new ArrayList<>()).addAll(targets);
            }
        }
        if (byQ.isEmpty()) {
            return new Followed(List.of(), response);
        }
        List<Target> first = byQ.pollFirstEntry().getValue();
        TargetSet.Attempt current = search.current();
        long ringTime = current == null ? 0 : current.ringTime();
        for (List<Target> lower : byQ.descendingMap().values()) {
            search.insert(
                    new TargetSet.Attempt(lower, ringTime, EnumSet.allOf(Outcome.class), false));
        }
        Response rest =
                left.isEmpty()
                        ? null
                        : response.with(response.headers().withAll(HeaderName.CONTACT, left));
        return new Followed(first, rest);
    }

    private List<Target> targets(Search search, NameAddr contact, int taken, long now) {
        boolean secure = search.context.request.uri() instanceof SipUri asked && asked.secure();
        if (!(contact.uri() instanceof SipUri uri)
                || secure && !uri.secure()
                || taken >= MOST_CONTACTS
                || search.tried() >= MOST_PLACES) {
            return List.of();
        }
        // Neither belongs into a Request-URI (RFC 3261 section 19.1.1).
        SipUri bare =
                new SipUri(
                        uri.secure(),
                        uri.user(),
                        uri.host(),
                        uri.port(),
                        uri.parameters().without("method"),
                        null);
        return search.isNew(bare) ? redirections.targets(bare, search.sender, now) : List.of();
    }

    /// The preference in thousandths; 1000 where none is given or it can't be read.
    private static int q(NameAddr contact) {
        String q = contact.parameters().get("q");
        return q != null && q.matches("[01](\\.\\d{0,3})?")
                ? (int) Math.round(Double.parseDouble(q) * 1000)
                : 1000;
    }
}
