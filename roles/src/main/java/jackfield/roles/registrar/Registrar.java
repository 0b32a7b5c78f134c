package jackfield.roles.registrar;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Does what a REGISTER asks, all of it or nothing (RFC 3261 section 10.3). Called for requests
/// whose sender has proved to be the user of `aor`: nothing is stored before that.
public final class Registrar {
    private static final long SECOND = 1_000_000_000L;
    private static final Set<String> KNOWN = Set.of("gruu", "outbound", "path");
    private static final String SUPPORTED = "gruu, outbound, path";
    private static final HeaderName FLOW_TIMER = HeaderName.of("Flow-Timer");

    private final Bindings bindings;
    private final RegistrarSettings settings;
    private final RandomGenerator random;

    /// @param random spreads the lifetimes and salts temporary GRUUs
    public Registrar(Bindings bindings, RegistrarSettings settings, RandomGenerator random) {
        this.bindings = bindings;
        this.settings = settings;
        this.random = random;
    }

    /// Registers, refreshes, removes or only lists the contacts of `aor`, and gives the answer.
    ///
    /// @param request the REGISTER, authenticated
    /// @param flow how it came
    /// @param aor the user whose registration it is: both the To and the authenticated user
    /// @param moves takes the devices that came back on another flow
    public Response register(
            Request request, Flow flow, AddressOfRecord aor, long now, Outbox<Moved> moves) {
        return register(request, flow, aor, this::granted, now, moves);
    }

    /// The same, where somebody else decides how long.
    public Response register(
            Request request,
            Flow flow,
            AddressOfRecord aor,
            Granting granting,
            long now,
            Outbox<Moved> moves) {
        Response refusal = refusal(request);
        if (refusal != null) {
            return refusal;
        }
        Change change = new Change(bindings, aor);
        Headers headers = request.headers();
        if (headers.isContactStar()) {
            if (change.anyNewer(headers)) {
                return Response.to(request, 500, "CSeq Out Of Order");
            }
            change.removeAll();
        }
        boolean outbound = false;
        for (NameAddr contact : headers.contacts()) {
            int asked = Contacts.asked(contact, headers);
            int seconds = asked == 0 ? 0 : granting.seconds(contact, asked);
            if (seconds == Granting.TOO_SHORT) {
                return Response.to(request, 423)
                        .with(
                                HeaderName.MIN_EXPIRES,
                                Integer.toString(settings.lifetimes().shortest()));
            }
            Binding binding = Contacts.binding(contact, headers, flow, aor, now + seconds * SECOND);
            Binding old = change.old(binding.key());
            if (old != null && Change.isOutOfOrder(old, headers)) {
                return Response.to(request, 500, "CSeq Out Of Order");
            }
            outbound |= binding.regId() > 0;
            if (seconds == 0) {
                change.remove(binding.key());
            } else {
                change.store(binding);
            }
        }
        if (outbound && isFirstHopDeaf(headers)) {
            return Response.to(request, 439);
        }
        if (!change.fits(settings.limits())) {
            return Response.to(request, 403, "Too Many Contacts");
        }
        change.apply(now, moves);
        return listing(request, aor, outbound, now);
    }

    /// The bindings that a REGISTER would make, in the order of its Contacts; their lifetimes mean
    /// nothing.
    public List<Binding> asked(Request request, Flow flow, AddressOfRecord aor) {
        Headers headers = request.headers();
        return headers.contacts().stream()
                .map(contact -> Contacts.binding(contact, headers, flow, aor, 0))
                .toList();
    }

    /// What is wrong with a REGISTER whatever it changes; null for nothing. To be asked before
    /// anybody is asked to store it.
    public @Nullable Response refusal(Request request) {
        Headers headers = request.headers();
        List<String> unknown = headers.beyond(HeaderName.REQUIRE, KNOWN);
        if (!unknown.isEmpty()) {
            return unsupported(request, String.join(", ", unknown));
        }
        if (settings.strictPath()
                && headers.has(HeaderName.PATH)
                && !headers.lists(HeaderName.SUPPORTED, "path")) {
            return unsupported(request, "path");
        }
        if (headers.isContactStar()
                && (headers.expires() != 0 || headers.all(HeaderName.CONTACT).size() != 1)) {
            return Response.to(request, 400, "Contact * needs Expires 0 and no other Contact");
        }
        for (NameAddr contact : headers.contacts()) {
            if (!(contact.uri() instanceof SipUri)) {
                return Response.to(request, 400, "Contact must be a SIP URI");
            }
        }
        return null;
    }

    private static Response unsupported(Request request, String options) {
        return Response.to(request, 420).with(HeaderName.UNSUPPORTED, options);
    }

    private int granted(NameAddr contact, int asked) {
        Lifetimes lifetimes = settings.lifetimes();
        if (asked >= 0 && asked < lifetimes.shortest()) {
            return Granting.TOO_SHORT;
        }
        int most = asked < 0 ? lifetimes.usual() : Math.min(asked, lifetimes.longest());
        int spread = (int) ((long) most * lifetimes.jitterPercent() / 100);
        return Math.max(
                lifetimes.shortest(), spread == 0 ? most : most - random.nextInt(spread + 1));
    }

    /// True where the client asks for outbound and the proxy before it, the first that its request
    /// met, does not know it (RFC 5626 section 6).
    private static boolean isFirstHopDeaf(Headers headers) {
        if (headers.vias().size() < 2) {
            return false;
        }
        List<NameAddr> path = headers.path();
        return path.isEmpty()
                || !(path.getLast().uri() instanceof SipUri first)
                || !first.parameters().has("ob");
    }

    /// The 200: every binding with the time it has left (RFC 3261 section 10.3 step 8).
    private Response listing(Request request, AddressOfRecord aor, boolean outbound, long now) {
        Headers.Builder headers = Headers.builder();
        Response.to(request, 200).headers().fields().forEach(headers::add);
        boolean gruu = settings.gruu() && request.headers().lists(HeaderName.SUPPORTED, "gruu");
        for (Binding binding : bindings.of(aor)) {
            long left = binding.secondsLeft(now);
            if (left > 0) {
                NameAddr contact = binding.contact().with("expires", Long.toString(left));
                headers.add(
                        HeaderName.CONTACT,
                        (gruu ? withGruus(contact, binding) : contact).toString());
            }
        }
        headers.add(HeaderName.SUPPORTED, SUPPORTED);
        if (outbound) {
            headers.add(HeaderName.REQUIRE, "outbound");
            if (settings.flowTimerSeconds() > 0) {
                headers.add(FLOW_TIMER, Integer.toString(settings.flowTimerSeconds()));
            }
        }
        request.headers().path().forEach(hop -> headers.add(HeaderName.PATH, hop.toString()));
        return new Response(200, "OK", headers.build(), Body.NONE);
    }

    /// The contact with the addresses that lead to its device alone (RFC 5627 section 5.3).
    private NameAddr withGruus(NameAddr contact, Binding binding) {
        String instance = binding.instance();
        if (instance == null) {
            return contact;
        }
        SipUri open = bindings.gruus().ofInstance(binding.aor(), instance);
        SipUri hidden =
                bindings.gruus()
                        .temporary(binding.aor(), instance, binding.callId(), random.nextInt());
        return contact.with("pub-gruu", "\"" + open + "\"").with("temp-gruu", "\"" + hidden + "\"");
    }
}
