package jackfield.roles.upstream;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.ContactToken;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.transactionuser.Arrival;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One REGISTER of a user on its way to the registrar that knows the password. Its credentials go
/// up and the challenge comes down as they are; its Contacts become ours; what the registrar grants
/// is what is kept here.
final class Relayed implements Errand.Sender {
    private static final long SECOND = 1_000_000_000L;

    /// How long a challenged client may take to answer (ns): what its transaction may.
    private static final long PATIENCE = 32 * SECOND;

    private static final List<HeaderName> UP =
            List.of(
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CALL_ID,
                    HeaderName.CSEQ,
                    HeaderName.EXPIRES,
                    HeaderName.AUTHORIZATION,
                    HeaderName.PROXY_AUTHORIZATION,
                    HeaderName.USER_AGENT,
                    HeaderName.ALLOW);

    private static final List<HeaderName> DOWN =
            List.of(
                    HeaderName.WWW_AUTHENTICATE,
                    HeaderName.PROXY_AUTHENTICATE,
                    HeaderName.MIN_EXPIRES,
                    HeaderName.RETRY_AFTER,
                    HeaderName.WARNING);

    private final UpstreamRegistrations all;
    private final Arrival arrival;
    private final AddressOfRecord aor;
    private final Progress progress;
    private final List<Binding> asked;

    /// Our Contacts by those of the client, as the last server was told them.
    private final Map<String, SipUri> ours = new HashMap<>();

    Relayed(
            UpstreamRegistrations all,
            Arrival arrival,
            AddressOfRecord aor,
            Progress progress,
            List<Binding> asked) {
        this.all = all;
        this.arrival = arrival;
        this.aor = aor;
        this.progress = progress;
        this.asked = asked;
    }

    /// What goes up on `flow`.
    Request on(Flow flow) {
        Headers from = arrival.request().headers();
        int hops = from.maxForwards();
        Headers.Builder up = Headers.builder();
        up.add(HeaderName.MAX_FORWARDS, Integer.toString(hops < 0 ? 69 : hops - 1));
        for (HeaderName name : UP) {
            from.fields(name).forEach(up::add);
        }
        ours.clear();
        if (from.isContactStar()) {
            // Only what we brought there is ours to remove.
            for (Binding binding : all.above().bindings().of(aor)) {
                up.add(
                        HeaderName.CONTACT,
                        NameAddr.of(contact(binding, flow)).with("expires", "0").toString());
            }
        }
        List<NameAddr> contacts = from.contacts();
        for (int i = 0; i < contacts.size(); i++) {
            up.add(HeaderName.CONTACT, contact(contacts.get(i), asked.get(i), flow).toString());
        }
        return new Request(
                arrival.request().method(), arrival.request().uri(), up.build(), Body.NONE);
    }

    private NameAddr contact(NameAddr theirs, Binding binding, Flow flow) {
        NameAddr contact = NameAddr.of(contact(binding, flow));
        for (String kept : new String[] {"q", "expires"}) {
            String value = theirs.parameters().get(kept);
            contact = value == null ? contact : contact.with(kept, value);
        }
        ours.put(binding.target().toString(), (SipUri) contact.uri());
        return contact;
    }

    private SipUri contact(Binding binding, Flow flow) {
        ContactToken token =
                new ContactToken(
                        ContactToken.Purpose.UPSTREAM, aor, ContactTokens.mark(binding.key()), 0);
        return OurContact.uri(
                all.above().bindings().tokens(), token, all.above().addresses(), flow);
    }

    @Override
    public void answered(Response response, long now) {
        int status = response.status();
        Response instead = all.above().location().judged(arrival, response, aor, now);
        if (instead != null) {
            progress.givenUp(now);
            all.later(progress, now + PATIENCE);
            all.above().location().answer(arrival, instead, now);
            return;
        }
        if (response.isSuccess()) {
            saved(response, now);
            return;
        }
        Response down = Response.to(arrival.request(), status, response.reason());
        for (HeaderName name : DOWN) {
            for (Headers.Field field : response.headers().fields(name)) {
                down = down.with(down.headers().add(field));
            }
        }
        if (status == 401 || status == 407) {
            progress.challenged(now + PATIENCE, now);
            all.later(progress, now + PATIENCE);
        } else {
            all.tell(progress, status + " " + response.reason());
            progress.failed(status + " " + response.reason(), 0, now);
            all.later(progress, now + PATIENCE);
        }
        all.above().location().answer(arrival, down, now);
    }

    private void saved(Response response, long now) {
        long[] until = {0};
        Response answer =
                all.above()
                        .location()
                        .save(
                                arrival,
                                aor,
                                (contact, wanted) -> {
                                    int seconds = granted(contact, wanted, response);
                                    until[0] = Math.max(until[0], now + seconds * SECOND);
                                    return seconds;
                                },
                                now);
        if (until[0] > 0) {
            progress.registered(until[0], 0, now);
            all.later(progress, until[0]);
        } else if (all.above().bindings().of(aor).isEmpty()) {
            progress.unregistered(now);
            all.later(progress, now);
        } else {
            progress.givenUp(now);
        }
        all.above().location().answer(arrival, answer, now);
    }

    /// What the registrar granted to our Contact; what it said for all where it does not list it.
    private int granted(NameAddr contact, int wanted, Response response) {
        SipUri our = contact.uri() instanceof SipUri uri ? ours.get(uri.toString()) : null;
        for (NameAddr listed : response.headers().contacts()) {
            if (our != null
                    && listed.uri() instanceof SipUri uri
                    && our.user() != null
                    && our.user().equals(uri.user())
                    && listed.parameters().number("expires") > 0) {
                return listed.parameters().number("expires");
            }
        }
        int forAll = response.headers().expires();
        return forAll > 0 ? forAll : wanted > 0 ? wanted : 3600;
    }

    @Override
    public void failed(String why, long now) {
        long wait = progress.backoff(all.settings(), all.random());
        all.tell(progress, why);
        progress.failed(why, now + wait, now);
        all.later(progress, now + Math.max(wait, PATIENCE));
        Response down =
                Response.to(arrival.request(), 503, "Registrar Does Not Answer")
                        .with(HeaderName.RETRY_AFTER, Long.toString(wait / SECOND + 1));
        all.above().location().answer(arrival, down, now);
    }
}
