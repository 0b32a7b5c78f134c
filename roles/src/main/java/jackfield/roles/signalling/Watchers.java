package jackfield.roles.signalling;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.BindingWatch;
import jackfield.roles.location.Gruus;
import jackfield.roles.messaging.TextMessages;
import jackfield.roles.presence.EventServer;
import jackfield.roles.presence.PresenceSettings;
import jackfield.roles.presence.VoicemailCount;
import jackfield.roles.proxy.ProxyCore;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecords;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Transactions;
import jackfield.roles.waking.Sleepers;
import jackfield.sip.message.Method;
import jackfield.sip.message.SipUri;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Brings the event server what it tells of: calls, on their way to the records, and contacts. And
/// hands requests to it, and messages to those who keep them.
final class Watchers implements CallRecords, BindingWatch {
    private final SignallingParts parts;
    private @Nullable EventServer server;
    private @Nullable TextMessages messages;
    private Sleepers sleepers = Sleepers.NONE;

    Watchers(SignallingParts parts) {
        this.parts = parts;
    }

    /// Makes the event server. The proxy needs us first, and it needs the proxy.
    EventServer serve(
            Transactions transactions, ProxyCore proxy, PresenceSettings settings, CallLog log) {
        EventServer made =
                new EventServer(
                        transactions,
                        new EventServer.Needs(
                                parts.addresses(),
                                parts.flows(),
                                parts.bindings(),
                                proxy::parties,
                                VoicemailCount.NONE,
                                log),
                        settings);
        server = made;
        messages = new TextMessages(transactions, parts.flows(), parts.bindings());
        parts.bindings().watch(this);
        return made;
    }

    /// Users who are not there are woken by this from now on.
    void wakeBy(Sleepers others) {
        sleepers = others;
        messages().wakeBy(others);
    }

    EventServer events() {
        return Objects.requireNonNull(server);
    }

    TextMessages messages() {
        return Objects.requireNonNull(messages);
    }

    /// Takes a request outside any dialog that is for the event server, or a message to keep.
    ///
    /// @param sender the user who proved to have sent it
    /// @return false where it is not: it may pass to the phones of a user, or to somebody elsewhere
    boolean receive(Arrival arrival, @Nullable AddressOfRecord sender, long now) {
        boolean text = arrival.request().is(Method.MESSAGE);
        if (!text && !events().takes(arrival.request())
                || !(arrival.request().uri() instanceof SipUri uri)
                || uri.user() == null
                || Gruus.isGruu(uri)) {
            return false;
        }
        String domain = parts.addresses().domain(uri);
        AddressOfRecord watched = domain == null ? null : AddressOfRecord.of(uri, domain);
        if (watched == null || !parts.border().users().exists(watched)) {
            return false;
        }
        if (text) {
            return messages().receive(arrival, watched, sender, now);
        }
        events().receive(arrival, watched, sender, now);
        return true;
    }

    /// A user is to be found on a path inside the node now, or no longer: others say so by
    /// REGISTER.
    void placed(Binding binding, boolean isThere) {
        if (isThere) {
            messages().registered(binding.aor());
        }
    }

    @Override
    public void began(String callId, String from, String to, long began) {
        parts.records().began(callId, from, to, began);
        events().callChanged(callId);
    }

    @Override
    public void changed(String callId, String state) {
        parts.records().changed(callId, state);
        if (state.equals("answered")) {
            sleepers.over(callId, Sleepers.Ending.ANSWERED);
        }
        events().callChanged(callId);
    }

    @Override
    public void ended(CallRecord record) {
        parts.records().ended(record);
        boolean declined =
                record.ending().by() == CallRecord.By.CALLEE && record.ending().status() != 480;
        sleepers.over(
                record.parties().callId(),
                record.times().answered() != 0
                        ? Sleepers.Ending.ANSWERED
                        : declined ? Sleepers.Ending.DECLINED : Sleepers.Ending.MISSED);
        events().callChanged(record.parties().callId());
    }

    @Override
    public void came(Binding binding) {
        events().changed(binding.aor());
    }

    @Override
    public void went(AddressOfRecord aor, String contact) {
        events().changed(aor);
    }
}
