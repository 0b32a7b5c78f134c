package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keys as INFO requests: those that parties send, and those that we send to a party in the name of
/// the other, which pressed them in its media.
///
/// Two usages are spoken: the old one, without a header to say so (RFC 6086 section 9), and the
/// Info Package `infoDtmf` (3GPP TS 24.229), for who asks for it in Recv-Info.
final class Keys {
    private static final HeaderName RECV_INFO = HeaderName.of("Recv-Info");
    private static final HeaderName INFO_PACKAGE = HeaderName.of("Info-Package");
    private static final HeaderName DISPOSITION = HeaderName.of("Content-Disposition");
    private static final String PACKAGE = "infoDtmf";

    private final Calls calls;
    private final Transactions transactions;
    private final ProxySettings.Keys policy;
    private final Map<TransactionId.Client, CallSide> waiting = new HashMap<>();

    Keys(Calls calls, Transactions transactions, ProxySettings.Keys policy) {
        this.calls = calls;
        this.transactions = transactions;
        this.policy = policy;
    }

    /// How a side takes keys as requests.
    enum Taking {
        /// It has not said that it does, or has refused one.
        NOT,
        /// In the old way, with a duration.
        RELAY,
        /// In the old way, the digit alone.
        DIGIT,
        /// In the Info Package.
        PACKAGE
    }

    /// True where keys of requests are pressed in the media of the other party.
    boolean pressed() {
        return policy != ProxySettings.Keys.PASS;
    }

    /// Takes note of what a message of `side` says it takes.
    void learn(CallSide side, Message message) {
        if (policy != ProxySettings.Keys.CARRIED) {
            return;
        }
        Headers headers = message.headers();
        if (listed(headers.all(RECV_INFO), PACKAGE)) {
            side.keys = Taking.PACKAGE;
        } else if (side.keys == Taking.NOT && listed(headers.all(HeaderName.ALLOW), "INFO")) {
            side.keys = Taking.RELAY;
        }
    }

    /// Takes note of how `side` sends a key: so it takes them.
    void learnKey(CallSide side, Request info) {
        if (policy == ProxySettings.Keys.CARRIED
                && side.keys != Taking.PACKAGE
                && Sdp.key(info) != null) {
            side.keys = Sdp.isOf(info, DtmfInfo.DIGIT) ? Taking.DIGIT : Taking.RELAY;
        }
    }

    private static boolean listed(List<String> values, String wanted) {
        for (String value : values) {
            for (String each : value.split(",", -1)) {
                if (each.split(";", 2)[0].strip().equalsIgnoreCase(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// An INVITE or its 2xx as it goes on: where we take keys for a party, its peer may send them
    /// in the package (RFC 6086 section 5.2).
    Request offering(Request invite) {
        return pressed() && invite.is(Method.INVITE)
                ? invite.with(withPackage(invite.headers()))
                : invite;
    }

    /// See [#offering(Request)].
    Response offering(Response response, boolean toInvite) {
        return pressed() && toInvite && response.isSuccess()
                ? response.with(withPackage(response.headers()))
                : response;
    }

    private static Headers withPackage(Headers headers) {
        return listed(headers.all(RECV_INFO), PACKAGE) ? headers : headers.add(RECV_INFO, PACKAGE);
    }

    /// A request inside a call as its receiver has to see it.
    static Request inside(Request request, Call.Direction direction) {
        return understood(renumbered(request, direction.sender()), direction.receiver());
    }

    /// An INFO with a key as `to` understands it: without the package where it knows none.
    private static Request understood(Request info, CallSide to) {
        boolean packaged = info.headers().has(INFO_PACKAGE) && Sdp.key(info) != null;
        return packaged && to.keys != Taking.PACKAGE
                ? info.with(info.headers().without(INFO_PACKAGE).without(DISPOSITION))
                : info;
    }

    /// Sends a key that `tag` pressed in its media to the other party of an answered call.
    ///
    /// @return false where that one takes none, or cannot be reached
    boolean send(String callId, String tag, DtmfInfo key, long now) {
        Call call = policy == ProxySettings.Keys.CARRIED ? calls.get(callId) : null;
        CallSide callee = call == null ? null : call.callee();
        if (call == null || callee == null) {
            return false;
        }
        boolean byCaller = tag.equals(call.caller.tag);
        if (!byCaller && !tag.equals(callee.tag)) {
            return false;
        }
        CallSide from = byCaller ? call.caller : callee;
        CallSide to = byCaller ? callee : call.caller;
        Flow flow = to.keys == Taking.NOT ? null : calls.flowTo(to, null);
        if (flow == null) {
            return false;
        }
        Request info = with(key, to.keys, calls.request(call, Method.INFO, to, from, from.next()));
        waiting.put(transactions.send(info, flow, transactions.branch(), now), to);
        return true;
    }

    private static Request with(DtmfInfo key, Taking how, Request request) {
        boolean digit = how == Taking.DIGIT;
        Request info =
                request.with(new Body(digit ? key.digitBody() : key.relayBody()))
                        .with(HeaderName.CONTENT_TYPE, digit ? DtmfInfo.DIGIT : DtmfInfo.RELAY);
        return how == Taking.PACKAGE
                ? info.with(INFO_PACKAGE, PACKAGE).with(DISPOSITION, "Info-Package")
                : info;
    }

    /// The answer to a key of ours: who refuses one gets no more, but tones.
    ///
    /// @return false where it is about something else
    boolean answered(TransactionId.Client client, Response response) {
        CallSide to = waiting.get(client);
        if (to == null) {
            return false;
        }
        if (response.status() >= 400 && response.status() != 408 && response.status() != 481) {
            to.keys = Taking.NOT;
        }
        return true;
    }

    /// There will be no answer, or no more.
    ///
    /// @return false where it was about something else
    boolean gone(TransactionId.Client client) {
        return waiting.remove(client) != null;
    }

    /// A transaction is over.
    void ended(TransactionId id) {
        if (id instanceof TransactionId.Client client) {
            waiting.remove(client);
        }
    }

    /// The request with the number that its receiver expects of its sender.
    ///
    /// The number in RAck is that of the INVITE as its receiver knows it (RFC 3262 section 7.2).
    static Request renumbered(Request request, CallSide sender) {
        long number = request.headers().cseq().number();
        long ahead = request.is(Method.ACK) ? sender.aheadWith(number) : sender.aheadOf(request);
        Request copy =
                ahead == 0
                        ? request
                        : request.with(
                                HeaderName.CSEQ, number + ahead + " " + request.method().name());
        String rack = copy.headers().first(HeaderName.RACK);
        return rack == null ? copy : copy.with(HeaderName.RACK, renumbered(rack, sender));
    }

    private static String renumbered(String rack, CallSide sender) {
        String[] parts = rack.strip().split("[ \t]+", 3);
        boolean whole = parts.length == 3 && parts[1].matches("\\d{1,10}");
        long number = whole ? Long.parseLong(parts[1]) : 0;
        long ahead = whole ? sender.aheadWith(number) : 0;
        return ahead == 0 ? rack : parts[0] + " " + (number + ahead) + " " + parts[2];
    }

    /// The response with the number of the request that it answers.
    static Response renumbered(Response response, Request request) {
        return response.headers().cseq().number() == request.headers().cseq().number()
                ? response
                : response.with(HeaderName.CSEQ, request.headers().cseq().toString());
    }
}
