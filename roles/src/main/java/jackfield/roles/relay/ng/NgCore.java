package jackfield.roles.relay.ng;

import jackfield.base.Parsed;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Relay.Passed;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The NG listener without its socket: a datagram in, a datagram out.
///
/// Bencode or JSON, told by the first byte after the cookie; the reply is in the same encoding. A
/// repeated cookie gets the same reply. Error texts are those that proxies compare with.
public final class NgCore {
    private static final int LONGEST_COOKIE = 256;
    private static final int LISTED = 32;
    private static final long SECOND = 1_000_000_000L;

    /// Before the Call-ID towards the relay: a proxy that drives us and a phone that we serve may
    /// know one call by one Call-ID. No Call-ID of SIP has a blank in it.
    private static final String APART = "ng ";

    /// A call made by way of NG.
    private static final class Call {
        private final long created;
        private final Map<String, Long> tags = new LinkedHashMap<>();
        private final Set<String> branches = new LinkedHashSet<>();
        private long lastSignal;

        Call(long now) {
            created = now;
            lastSignal = now;
        }
    }

    private final Relay relay;
    private final @Nullable NgJson json;
    private final CookieCache cookies = new CookieCache();
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final long epoch;
    private long dropped;

    /// @param json null where JSON is not understood
    /// @param epoch when the node started, in seconds since 1970: replies tell times of day
    public NgCore(Relay relay, @Nullable NgJson json, long epoch) {
        this.relay = relay;
        this.json = json;
        this.epoch = epoch;
    }

    /// Datagrams without a cookie, which nobody can be answered for.
    public long dropped() {
        return dropped;
    }

    /// Calls made by way of NG and not deleted.
    public int calls() {
        return calls.size();
    }

    /// Handles one datagram; null when there is nothing to reply to.
    ///
    /// @param now nanoseconds since the node started
    public byte @Nullable [] receive(byte[] datagram, long now) {
        int blank = 0;
        while (blank < datagram.length && blank <= LONGEST_COOKIE && datagram[blank] != ' ') {
            blank++;
        }
        if (blank == 0 || blank >= datagram.length || blank > LONGEST_COOKIE) {
            dropped++;
            return null;
        }
        String cookie = new String(datagram, 0, blank, StandardCharsets.ISO_8859_1);
        byte[] known = cookies.reply(cookie, now);
        if (known != null) {
            return known.clone();
        }
        byte[] body = Arrays.copyOfRange(datagram, blank + 1, datagram.length);
        byte[] answer = encoded(body, now);
        byte[] reply = Arrays.copyOf(datagram, blank + 1 + answer.length);
        System.arraycopy(answer, 0, reply, blank + 1, answer.length);
        cookies.remember(cookie, reply, now);
        return reply.clone();
    }

    /// The call's media is dead: it is given up as if it were deleted. Does nothing for a call that
    /// did not come by way of NG.
    ///
    /// @param relayed the Call-ID as [Relay.Events] has it
    public void mediaLost(String relayed, long now) {
        if (relayed.startsWith(APART) && calls.remove(relayed.substring(APART.length())) != null) {
            relay.release(relayed, now);
        }
    }

    private byte[] encoded(byte[] body, long now) {
        NgJson understood = json;
        if (body.length > 0 && body[0] == '{' && understood != null) {
            return understood.write(reply(understood.read(body), now));
        }
        return Bencode.write(reply(Bencode.read(body), now));
    }

    private NgValue.Dictionary reply(Parsed<NgValue.Dictionary> body, long now) {
        return switch (body) {
            case Parsed.Bad<NgValue.Dictionary> _ -> error("Invalid NG data format");
            case Parsed.Ok<NgValue.Dictionary>(NgValue.Dictionary dictionary) ->
                    command(new NgRequest(dictionary), now);
        };
    }

    private NgValue.Dictionary command(NgRequest request, long now) {
        String command = request.text("command");
        return switch (command == null ? "" : command) {
            case "ping" -> result("pong");
            case "offer" -> offer(request, now);
            case "answer" -> answer(request, now);
            case "delete" -> delete(request, now);
            case "query" -> query(request);
            case "list" -> list(request);
            default -> error("Unrecognized command");
        };
    }

    private NgValue.Dictionary offer(NgRequest request, long now) {
        String callId = request.text("call-id");
        String from = request.text("from-tag");
        String sdp = request.text("sdp");
        String missing = missing(callId, sdp);
        if (callId == null || from == null || sdp == null) {
            return error(missing);
        }
        if (request.hasFlag("fragment")) {
            return result("ok"); // trickled candidates: the peer's checks show them just as well
        }
        byte[] bytes = sdp.getBytes(StandardCharsets.ISO_8859_1);
        return switch (SessionDescription.parse(bytes)) {
            case Parsed.Bad<SessionDescription> _ -> error("Failed to parse SDP");
            case Parsed.Ok<SessionDescription>(SessionDescription offer) -> {
                if (offer.media().isEmpty()) {
                    yield error("Incomplete SDP specification");
                }
                Exchange exchange = exchange(request, callId, from);
                Passed passed =
                        relay.offer(
                                exchange,
                                bytes,
                                NgProfiles.offerer(request),
                                NgProfiles.answerer(request, offer),
                                now);
                if (passed instanceof Passed.Rewritten) {
                    signalled(callId, exchange, now);
                }
                yield passed(request, passed);
            }
        };
    }

    private NgValue.Dictionary answer(NgRequest request, long now) {
        String callId = request.text("call-id");
        String from = request.text("from-tag");
        String sdp = request.text("sdp");
        if (callId == null || from == null || sdp == null) {
            return error(missing(callId, sdp));
        }
        if (request.text("to-tag") == null) {
            return error("No to-tag in message");
        }
        if (!calls.containsKey(callId)) {
            return error("Unknown call-id");
        }
        byte[] bytes = sdp.getBytes(StandardCharsets.ISO_8859_1);
        if (SessionDescription.parse(bytes) instanceof Parsed.Bad) {
            return error("Failed to parse SDP");
        }
        Exchange exchange = exchange(request, callId, from);
        Passed passed = relay.answer(exchange, bytes, now);
        if (passed instanceof Passed.Rewritten) {
            signalled(callId, exchange, now);
        }
        return passed(request, passed);
    }

    private static String missing(@Nullable String callId, @Nullable String sdp) {
        if (sdp == null) {
            return "No SDP body in message";
        }
        return callId == null ? "No call-id in message" : "No from-tag in message";
    }

    /// The from-tag is that of the party who offered, in offers and in answers alike.
    private static Exchange exchange(NgRequest request, String callId, String from) {
        String branch = request.text("via-branch");
        return new Exchange(
                APART + callId, from, request.text("to-tag"), branch == null ? "" : branch);
    }

    private void signalled(String callId, Exchange exchange, long now) {
        Call call = calls.computeIfAbsent(callId, _ -> new Call(now));
        call.lastSignal = now;
        call.tags.putIfAbsent(exchange.offererTag(), now);
        if (exchange.answererTag() != null) {
            call.tags.putIfAbsent(exchange.answererTag(), now);
        }
        call.branches.add(exchange.branch());
    }

    private static NgValue.Dictionary passed(NgRequest request, Passed passed) {
        return switch (passed) {
            case Passed.Rewritten(byte[] sdp) ->
                    result(
                            "ok",
                            "sdp",
                            new NgValue.Text(new String(sdp, StandardCharsets.ISO_8859_1)));
            case Passed.Refused(int status, String why) -> {
                boolean load = status == 503 && request.list("supports").contains("load-limit");
                yield load && why.startsWith("Parallel")
                        ? result("load limit", "message", new NgValue.Text(why))
                        : error(why);
            }
        };
    }

    /// A delete with `via-branch` gives up that fork; every other one the call. Ports rest after it
    /// in any case, so `delete-delay` is not waited for.
    private NgValue.Dictionary delete(NgRequest request, long now) {
        String callId = request.text("call-id");
        if (callId == null) {
            return error("No call-id in message");
        }
        Call call = calls.get(callId);
        if (call == null) {
            String warning = "Call-ID not found or tags didn't match";
            return request.hasFlag("fatal")
                    ? error(warning)
                    : result("ok", "warning", new NgValue.Text(warning));
        }
        NgValue.Dictionary state = state(call);
        String branch = request.text("via-branch");
        if (branch != null && call.branches.contains(branch) && call.branches.size() > 1) {
            call.branches.remove(branch);
            relay.release(APART + callId, branch, now);
        } else {
            calls.remove(callId);
            relay.release(APART + callId, now);
        }
        return state;
    }

    private NgValue.Dictionary query(NgRequest request) {
        String callId = request.text("call-id");
        if (callId == null) {
            return error("No call-id in message");
        }
        Call call = calls.get(callId);
        return call == null ? error("Unknown call-id") : state(call);
    }

    /// What signalling knows; counting packets is the metrics' and the API's part.
    private NgValue.Dictionary state(Call call) {
        Map<String, NgValue> tags = new LinkedHashMap<>();
        call.tags.forEach((tag, at) -> {
            Map<String, NgValue> entry = new LinkedHashMap<>();
            entry.put("tag", new NgValue.Text(tag));
            entry.put("created", time(at));
            tags.put(tag, new NgValue.Dictionary(entry));
        });
        Map<String, NgValue> state = new LinkedHashMap<>();
        state.put("result", new NgValue.Text("ok"));
        state.put("created", time(call.created));
        state.put("last signal", time(call.lastSignal));
        state.put("tags", new NgValue.Dictionary(tags));
        return new NgValue.Dictionary(state);
    }

    private NgValue time(long ns) {
        return new NgValue.Whole(epoch + ns / SECOND);
    }

    private NgValue.Dictionary list(NgRequest request) {
        String limit = request.text("limit");
        boolean number = limit != null && limit.matches("\\d{1,6}");
        int most = number ? Integer.parseInt(limit) : LISTED;
        List<NgValue> ids = new ArrayList<>();
        for (String id : calls.keySet()) {
            if (ids.size() < most) {
                ids.add(new NgValue.Text(id));
            }
        }
        return result("ok", "calls", new NgValue.Items(ids));
    }

    private static NgValue.Dictionary error(String reason) {
        return result("error", "error-reason", new NgValue.Text(reason));
    }

    private static NgValue.Dictionary result(String result) {
        return new NgValue.Dictionary(Map.of("result", new NgValue.Text(result)));
    }

    private static NgValue.Dictionary result(String result, String key, NgValue value) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("result", new NgValue.Text(result));
        entries.put(key, value);
        return new NgValue.Dictionary(entries);
    }
}
