package jackfield.roles.registrar;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does what a REGISTER asks, all of it or nothing (RFC 3261 section 10.3). Called for requests
/// whose sender has proved to be the user of `aor`: nothing is stored before that.
public final class Registrar {
    private static final long SECOND = 1_000_000_000L;
    private static final int FLOWS_PER_DEVICE = 2;
    private static final Set<String> SUPPORTED = Set.of("path", "outbound");

    private final Bindings bindings;
    private final RegistrationLimits limits;

    public Registrar(Bindings bindings, RegistrationLimits limits) {
        this.bindings = bindings;
        this.limits = limits;
    }

    /// Registers, refreshes, removes or only lists the contacts of `aor`, and gives the answer.
    ///
    /// @param request the REGISTER, authenticated
    /// @param flow how it came
    /// @param aor the user whose registration it is: both the To and the authenticated user
    public Response register(Request request, Flow flow, AddressOfRecord aor, long now) {
        Response refusal = extensions(request);
        if (refusal != null) {
            return refusal;
        }
        Headers headers = request.headers();
        if (headers.isContactStar()) {
            return removeAll(request, aor, now);
        }
        Change change = new Change(bindings.of(aor));
        for (NameAddr contact : headers.contacts()) {
            refusal = plan(change, contact, request, flow, aor, now);
            if (refusal != null) {
                return refusal;
            }
        }
        if (change.grows() && change.isTooMany(limits.contactsPerUser())) {
            return Response.to(request, 403, "Too Many Contacts");
        }
        change.removed.forEach(key -> bindings.remove(aor, key));
        change.stored.values().forEach(bindings::put);
        return listing(request, aor, change.outbound, now);
    }

    /// What a request would change; applied only when all of it is right.
    private static final class Change {
        private final Map<String, Binding> before = new LinkedHashMap<>();
        private final Map<String, Binding> stored = new LinkedHashMap<>();
        private final Set<String> removed = new HashSet<>();
        private boolean outbound;

        private Change(List<Binding> current) {
            current.forEach(binding -> before.put(binding.key(), binding));
        }

        private boolean grows() {
            return !before.keySet().containsAll(stored.keySet());
        }

        /// True where there will be more than `most` devices: an instance with several flows is
        /// one, but not with any number of them.
        private boolean isTooMany(int most) {
            Map<String, Binding> after = new LinkedHashMap<>(before);
            after.keySet().removeAll(removed);
            after.putAll(stored);
            long devices =
                    after.values().stream()
                            .map(one -> one.instance() != null ? one.instance() : one.key())
                            .distinct()
                            .count();
            return devices > most || after.size() > FLOWS_PER_DEVICE * most;
        }
    }

    private static @Nullable Response extensions(Request request) {
        List<String> unknown =
                request.headers().all(HeaderName.REQUIRE).stream()
                        .filter(option -> !SUPPORTED.contains(option))
                        .toList();
        return unknown.isEmpty()
                ? null
                : Response.to(request, 420)
                        .with(HeaderName.UNSUPPORTED, String.join(", ", unknown));
    }

    private @Nullable Response plan(
            Change change,
            NameAddr contact,
            Request request,
            Flow flow,
            AddressOfRecord aor,
            long now) {
        if (!(contact.uri() instanceof SipUri)) {
            return Response.to(request, 400, "Contact must be a SIP URI");
        }
        int asked = lifetime(contact, request.headers());
        if (asked > 0 && asked < limits.minSeconds()) {
            return Response.to(request, 423)
                    .with(HeaderName.MIN_EXPIRES, Integer.toString(limits.minSeconds()));
        }
        int seconds = Math.min(asked, limits.maxSeconds());
        Binding binding = binding(contact, request, flow, aor, now + seconds * SECOND);
        Binding old = change.before.get(binding.key());
        if (old != null && outOfOrder(old, request.headers())) {
            return Response.to(request, 500, "CSeq Out Of Order");
        }
        change.outbound |= binding.regId() > 0;
        if (seconds == 0) {
            change.removed.add(binding.key());
            change.stored.remove(binding.key());
        } else {
            change.stored.put(binding.key(), binding);
            change.removed.remove(binding.key());
        }
        return null;
    }

    /// True where the request is older than what the binding was made of (RFC 3261 section 10.3
    /// step 7).
    private static boolean outOfOrder(Binding old, Headers headers) {
        return old.callId().equals(headers.callId()) && headers.cseq().number() <= old.cseq();
    }

    private int lifetime(NameAddr contact, Headers headers) {
        String own = contact.parameters().get("expires");
        // A malformed value counts as 3600 (RFC 3261 section 20.10); too large ones are cut.
        if (own != null) {
            return own.matches("\\d{1,9}")
                    ? Integer.parseInt(own)
                    : own.matches("\\d+") ? limits.maxSeconds() : 3600;
        }
        int all = headers.expires();
        return all >= 0 ? all : limits.defaultSeconds();
    }

    private static Binding binding(
            NameAddr contact, Request request, Flow flow, AddressOfRecord aor, long expires) {
        Headers headers = request.headers();
        String instance = contact.parameters().get("+sip.instance");
        boolean outbound = instance != null && headers.lists(HeaderName.SUPPORTED, "outbound");
        String userAgent = headers.first(HeaderName.USER_AGENT);
        return new Binding(
                aor,
                new NameAddr(
                        contact.display(), contact.uri(), contact.parameters().without("expires")),
                instance,
                outbound ? regId(contact) : 0,
                q(contact),
                expires,
                flow,
                headers.path(),
                headers.callId(),
                headers.cseq().number(),
                userAgent == null ? "" : userAgent);
    }

    private static int regId(NameAddr contact) {
        String text = contact.parameters().get("reg-id");
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /// The preference in thousandths; 1 where none or nonsense is given.
    private static int q(NameAddr contact) {
        String text = contact.parameters().get("q");
        if (text == null || !text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
            return 1000;
        }
        return (int) Math.round(Double.parseDouble(text) * 1000);
    }

    private Response removeAll(Request request, AddressOfRecord aor, long now) {
        Headers headers = request.headers();
        if (headers.expires() != 0 || headers.all(HeaderName.CONTACT).size() != 1) {
            return Response.to(request, 400, "Contact * needs Expires 0 and no other Contact");
        }
        List<Binding> current = bindings.of(aor);
        if (current.stream().anyMatch(old -> outOfOrder(old, headers))) {
            return Response.to(request, 500, "CSeq Out Of Order");
        }
        current.forEach(old -> bindings.remove(aor, old.key()));
        return listing(request, aor, false, now);
    }

    /// The 200: every binding with the time it has left (RFC 3261 section 10.3 step 8).
    private Response listing(Request request, AddressOfRecord aor, boolean outbound, long now) {
        Headers.Builder headers = Headers.builder();
        Response.to(request, 200).headers().fields().forEach(headers::add);
        for (Binding binding : bindings.of(aor)) {
            if (binding.secondsLeft(now) > 0) {
                headers.add(
                        HeaderName.CONTACT,
                        binding.contact()
                                .with("expires", Long.toString(binding.secondsLeft(now)))
                                .toString());
            }
        }
        List<String> supported = new ArrayList<>(SUPPORTED.stream().sorted().toList());
        headers.add(HeaderName.SUPPORTED, String.join(", ", supported));
        if (outbound) {
            headers.add(HeaderName.REQUIRE, "outbound");
        }
        request.headers().path().forEach(hop -> headers.add(HeaderName.PATH, hop.toString()));
        return new Response(200, "OK", headers.build(), jackfield.sip.message.Body.NONE);
    }
}
