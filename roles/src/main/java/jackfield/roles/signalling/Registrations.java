package jackfield.roles.signalling;

import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.proxy.ProxyCore;
import jackfield.roles.registrar.Registrar;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Hands each REGISTER that was let in to the registrar, and what follows from it to others: the
/// calls of a device that came back go on over its new flow.
final class Registrations {
    private final SignallingParts parts;
    private final Registrar registrar;
    private final boolean serviceRoute;
    private final Transactions transactions;
    private final ProxyCore proxy;
    private final CallLog log;

    Registrations(
            SignallingParts parts,
            Registrar registrar,
            boolean serviceRoute,
            Transactions transactions,
            ProxyCore proxy,
            CallLog log) {
        this.parts = parts;
        this.registrar = registrar;
        this.serviceRoute = serviceRoute;
        this.transactions = transactions;
        this.proxy = proxy;
        this.log = log;
    }

    /// Does what a REGISTER asks.
    ///
    /// @param sender the user who proved to have sent it
    void receive(Arrival arrival, @Nullable AddressOfRecord sender, long now) {
        Response response =
                sender == null || !isOwn(arrival, sender)
                        ? Response.to(arrival.request(), 403, "Not Your Address")
                        : registrar.register(
                                arrival.request(),
                                arrival.flow(),
                                sender,
                                now,
                                moved -> proxy.moved(moved.before(), moved.after()));
        answer(arrival, response, now);
    }

    /// Nobody registers for another, though it may have the password (RFC 3261 section 10.2).
    private static boolean isOwn(Arrival arrival, AddressOfRecord sender) {
        return arrival.request().headers().from().uri() instanceof SipUri from
                && AddressOfRecord.of(from, sender.domain()).equals(sender);
    }

    private void answer(Arrival arrival, Response response, long now) {
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
