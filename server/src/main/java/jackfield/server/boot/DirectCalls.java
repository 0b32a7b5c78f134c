package jackfield.server.boot;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.p2p.SignalCallView;
import jackfield.roles.p2p.SignalOutput;
import jackfield.roles.p2p.SignalTrace;
import jackfield.roles.proxy.CallParty;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecords;
import jackfield.server.api.CallView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Calls from page to page as the node shows them beside those of SIP: to operators, to those who
/// keep records, and to those who watch whether a user is on the phone.
final class DirectCalls {
    /// Asks the core of `/signal` on its thread.
    interface Source {
        List<SignalCallView> calls();

        Optional<SignalTrace> trace(String callId);

        boolean hangUp(String callId);
    }

    /// Takes the users of a call that another protocol signals; empty once it is over.
    @FunctionalInterface
    interface Busy {
        void inCall(String callId, List<CallParty> parties);
    }

    private final CallRecords records;
    private final Busy busy;
    private final String home;

    DirectCalls(CallRecords records, Busy busy, String home) {
        this.records = records;
        this.busy = busy;
        this.home = home;
    }

    /// A call is over, and its record is ours to write.
    void ended(SignalOutput.Ended ended) {
        records.ended(
                new CallRecord(
                        new CallRecord.Parties(
                                id(ended.callId()),
                                uri(ended.caller()),
                                uri(ended.callee()),
                                address(ended.caller()),
                                ended.source(),
                                ended.destination()),
                        ended.times(),
                        ended.ending()));
    }

    /// A call is as far as this now.
    void progress(SignalOutput.Progress call) {
        String id = id(call.callId());
        switch (call.stage()) {
            case CALLING ->
                    records.began(id, uri(call.caller()), uri(call.callee()), call.began());
            case RINGING, ANSWERED -> records.changed(id, call.stage().word());
            case ELSEWHERE -> records.gone(id);
            case OVER -> {} // its record says it
        }
        busy.inCall(id, parties(id, call));
    }

    private List<CallParty> parties(String id, SignalOutput.Progress call) {
        List<CallParty> parties = new ArrayList<>();
        CallParty.State state =
                switch (call.stage()) {
                    case CALLING -> CallParty.State.TRYING;
                    case RINGING -> CallParty.State.EARLY;
                    case ANSWERED -> CallParty.State.CONFIRMED;
                    case ELSEWHERE, OVER -> null;
                };
        if (state != null) {
            parties.add(new CallParty(aor(call.caller()), id, "caller", true, state));
            if (state != CallParty.State.TRYING) {
                parties.add(new CallParty(aor(call.callee()), id, "callee", false, state));
            }
        }
        return parties;
    }

    /// The calls of now.
    List<CallView> views(Source source, long epochMs, long now) {
        return source.calls().stream().map(call -> view(call, epochMs, now)).toList();
    }

    private CallView view(SignalCallView call, long epochMs, long now) {
        return new CallView(
                id(call.callId()),
                call.state(),
                uri(call.caller()),
                uri(call.callee()),
                epochMs + call.began() / 1_000_000,
                List.of(),
                now);
    }

    /// A call of ours in records and in the API; the users choose the rest of it.
    static String id(String callId) {
        return CallRecord.DIRECT + callId;
    }

    /// What the maker called it; null where the id is of no call from page to page.
    static Optional<String> callId(String id) {
        return id.startsWith(CallRecord.DIRECT)
                ? Optional.of(id.substring(CallRecord.DIRECT.length()))
                : Optional.empty();
    }

    /// Users' addresses as SIP writes them, so that those who look for calls find both kinds alike.
    private String uri(String user) {
        return "sip:" + address(user);
    }

    private String address(String user) {
        return user.contains("@") ? user : user + "@" + home;
    }

    private AddressOfRecord aor(String user) {
        int at = user.lastIndexOf('@');
        return at < 0
                ? new AddressOfRecord(user, home)
                : new AddressOfRecord(user.substring(0, at), user.substring(at + 1));
    }
}
