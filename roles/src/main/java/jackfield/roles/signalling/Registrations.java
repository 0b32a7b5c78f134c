package jackfield.roles.signalling;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.roles.proxy.ProxyCore;
import jackfield.roles.registrar.ContactProbes;
import jackfield.roles.registrar.Granting;
import jackfield.roles.registrar.Moved;
import jackfield.roles.registrar.Registrar;
import jackfield.roles.sbc.Admission;
import jackfield.roles.sbc.Verdict;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Transactions;
import jackfield.roles.upstream.Above;
import jackfield.roles.upstream.Location;
import jackfield.roles.upstream.UpstreamRegistrations;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Hands each REGISTER that was let in to the registrar, and what follows from it to others: the
/// calls of a device that came back go on over its new flow.
final class Registrations implements Location {
    private final SignallingParts parts;
    private final Registrar registrar;
    private final UpstreamRegistrations upstreams;
    private final ContactProbes probes;
    private final boolean serviceRoute;
    private final Admission admission;
    private final Transactions transactions;
    private final ProxyCore proxy;
    private final CallLog log;

    Registrations(
            SignallingParts parts,
            SignallingSettings settings,
            Admission admission,
            Transactions transactions,
            ProxyCore proxy,
            RandomGenerator random,
            CallLog log) {
        this.parts = parts;
        registrar = new Registrar(parts.bindings(), settings.registrations(), random);
        serviceRoute = settings.registrations().serviceRoute();
        upstreams =
                new UpstreamRegistrations(
                        transactions,
                        new Above(
                                parts.addresses(),
                                parts.flows(),
                                parts.locator(),
                                parts.bindings(),
                                this,
                                log),
                        settings.upstreams(),
                        random);
        probes =
                new ContactProbes(
                        transactions,
                        parts.addresses(),
                        parts.bindings(),
                        settings.registrations().probeSeconds() * 1_000_000_000L,
                        random);
        this.admission = admission;
        this.transactions = transactions;
        this.proxy = proxy;
        this.log = log;
    }

    /// Those above us.
    UpstreamRegistrations upstreams() {
        return upstreams;
    }

    /// What asks contacts whether they are there.
    ContactProbes probes() {
        return probes;
    }

    /// Bindings were taken back after a restart.
    void restored(long now) {
        upstreams.restored(now);
        probes.restored(now);
    }

    /// A user is to be found on a path inside the node, or no longer.
    void inside(Binding binding, boolean isThere, long now) {
        if (isThere) {
            parts.bindings().put(binding, now);
            log.line(
                    binding.callId(),
                    CallLog.Level.INFO,
                    binding.aor() + " is at " + binding.flow().peer());
            proxy.came(binding.aor(), now);
            upstreams.changed(binding.aor(), now);
        } else {
            parts.bindings().remove(binding.aor(), binding.key());
            gone(new Bindings.Removed(binding, "its last device has left"), now);
        }
    }

    /// Removes a user's bindings, or the one with this contact; gives which.
    List<Binding> drop(AddressOfRecord aor, @Nullable String contact, long now) {
        List<Binding> dropped = new ArrayList<>();
        for (Binding binding : parts.bindings().of(aor)) {
            if (contact == null || binding.target().toString().equals(contact)) {
                parts.bindings().remove(aor, binding.key());
                gone(new Bindings.Removed(binding, "removed by hand"), now);
                dropped.add(binding);
            }
        }
        return dropped;
    }

    /// A binding is no more.
    void gone(Bindings.Removed removed, long now) {
        Binding binding = removed.binding();
        log.line(
                binding.callId(),
                CallLog.Level.INFO,
                binding.aor() + " no longer at " + binding.target() + ": " + removed.why());
        upstreams.changed(binding.aor(), now);
    }

    /// Does what a REGISTER asks.
    ///
    /// @param sender the user who proved to have sent it
    void receive(Arrival arrival, @Nullable AddressOfRecord sender, long now) {
        answer(
                arrival,
                sender == null || !isOwn(arrival, sender)
                        ? Response.to(arrival.request(), 403, "Not Your Address")
                        : register(arrival, sender, null, now),
                now);
        if (sender != null) {
            proxy.came(sender, now);
        }
    }

    /// Sends a REGISTER up, where it is not for us to decide about.
    ///
    /// @return false where it is
    boolean relay(Arrival arrival, long now) {
        AddressOfRecord aor = user(arrival.request().headers().to());
        if (aor == null || !upstreams.isElsewhere(aor)) {
            return false;
        }
        Response refusal = registrar.refusal(arrival.request());
        if (refusal != null) {
            answer(arrival, refusal, now);
        } else if (!isOwn(arrival, aor)) {
            answer(arrival, Response.to(arrival.request(), 403, "Not Your Address"), now);
        } else {
            Verdict.Refuse slower = admission.relayed(arrival.request(), aor, arrival.flow(), now);
            if (slower == null) {
                upstreams.relay(arrival, aor, now);
            } else {
                answer(arrival, slower.answer(arrival.request()), now);
            }
        }
        return true;
    }

    /// The sender of a request, where a registrar above us has let it in over this very flow; null
    /// for everybody else.
    @Nullable AddressOfRecord letInAbove(Arrival arrival) {
        AddressOfRecord aor = user(arrival.request().headers().from());
        if (aor == null || !upstreams.isElsewhere(aor)) {
            return null;
        }
        for (Binding binding : parts.bindings().of(aor)) {
            if (binding.flow().equals(arrival.flow())) {
                return aor;
            }
        }
        return null;
    }

    private @Nullable AddressOfRecord user(NameAddr address) {
        String domain = address.uri() instanceof SipUri uri ? parts.addresses().domain(uri) : null;
        return domain == null || !(address.uri() instanceof SipUri uri) || uri.user() == null
                ? null
                : AddressOfRecord.of(uri, domain);
    }

    /// Nobody registers for another, though it may have the password (RFC 3261 section 10.2).
    private static boolean isOwn(Arrival arrival, AddressOfRecord sender) {
        return arrival.request().headers().from().uri() instanceof SipUri from
                && AddressOfRecord.of(from, sender.domain()).equals(sender);
    }

    private Response register(
            Arrival arrival, AddressOfRecord aor, @Nullable Granting granting, long now) {
        Outbox<Moved> moves = moved -> proxy.moved(moved.before(), moved.after());
        Response response =
                granting == null
                        ? registrar.register(arrival.request(), arrival.flow(), aor, now, moves)
                        : registrar.register(
                                arrival.request(), arrival.flow(), aor, granting, now, moves);
        upstreams.changed(aor, now);
        probes.changed(aor, now);
        return response;
    }

    @Override
    public List<Binding> asked(Arrival register, AddressOfRecord aor) {
        return registrar.asked(register.request(), register.flow(), aor);
    }

    @Override
    public Response save(Arrival register, AddressOfRecord aor, Granting granting, long now) {
        return register(register, aor, granting, now);
    }

    @Override
    public @Nullable Response judged(
            Arrival register, Response response, AddressOfRecord aor, long now) {
        return admission.judged(register.request(), response, aor, register.flow(), now)
                ? null
                : Response.to(register.request(), 503, "Too Many Requests")
                        .with(HeaderName.RETRY_AFTER, "60");
    }

    @Override
    public void answer(Arrival arrival, Response response, long now) {
        Response told =
                serviceRoute && response.isSuccess()
                        ? response.with(HeaderName.SERVICE_ROUTE, way(arrival.flow()).toString())
                        : response;
        transactions.answer(arrival.id(), told, now);
        log.line(
                arrival.request().headers().callId(),
                CallLog.Level.INFO,
                "REGISTER of "
                        + arrival.request().headers().to().uri()
                        + " at "
                        + arrival.flow().peer()
                        + ": "
                        + response.status()
                        + " "
                        + response.reason());
    }

    /// Us, as the client at the other end of `flow` reaches us (RFC 3608 section 6.3).
    private NameAddr way(Flow flow) {
        SentBy us = parts.addresses().advertised(flow);
        Transport transport = flow.transport();
        Parameters parameters = Parameters.NONE;
        if (transport != Transport.UDP) {
            String name = transport.webSocket() ? "ws" : transport.name().toLowerCase(Locale.ROOT);
            parameters = parameters.with("transport", name);
        }
        return NameAddr.of(
                new SipUri(false, null, us.host(), us.port(), parameters.with("lr", null), null));
    }
}
