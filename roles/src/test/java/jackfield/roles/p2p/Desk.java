package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A signalling core in virtual time, and clients that speak to it as pages do.
final class Desk {
    static final long SECOND = 1_000_000_000L;
    static final SignalJson JSON = new TestJson();

    private static final Set<String> PEOPLE = Set.of("alice", "bob", "carol", "dave");

    private final SignalCore core;
    private final Set<String> quiet = new TreeSet<>();
    private final Map<String, Long> patience = new HashMap<>();
    private final Map<Long, Client> clients = new HashMap<>();
    private final List<SignalOutput> others = new ArrayList<>();
    private final List<SignalOutput.Ended> ended = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private long now = SECOND;
    private long nextFlow = 1;

    Desk() {
        this(SignalSettings.DEFAULT);
    }

    Desk(SignalSettings settings) {
        core = new SignalCore(settings, new Door(), JSON, new Random(1));
    }

    /// Everybody's password is their name, and their token `t-` and their name.
    private final class Door implements SignalAccess {
        @Override
        public Verdict check(Credentials credentials) {
            return switch (credentials) {
                case Credentials.Token(String token) ->
                        token.startsWith("t-") && PEOPLE.contains(token.substring(2))
                                ? new Verdict.Known(token.substring(2))
                                : new Verdict.Refused("a wrong token");
                case Credentials.Password(String user, String password) ->
                        PEOPLE.contains(user) && password.equals(user)
                                ? new Verdict.Known(user)
                                : new Verdict.Refused("a wrong name or password");
            };
        }

        @Override
        public boolean isQuiet(String user) {
            return quiet.contains(user);
        }

        @Override
        public long patience(String user) {
            return patience.getOrDefault(user, 0L);
        }

        @Override
        public boolean isUser(String user) {
            return PEOPLE.contains(user);
        }

        @Override
        public String name(String address, String from) {
            String name = address.startsWith("sip:") ? address.substring(4) : address;
            return name.endsWith("@here") ? name.substring(0, name.length() - 5) : name;
        }
    }

    SignalCore core() {
        return core;
    }

    long now() {
        return now;
    }

    /// A connection that has not said whose it is.
    Client stranger() {
        return stranger(null, null);
    }

    Client stranger(@Nullable String token, @Nullable String device) {
        Client client = new Client(nextFlow++);
        clients.put(client.flow.id(), client);
        core.opened(client.flow, token, device, now, this::take);
        return client;
    }

    /// A device that is signed in.
    Client device(String user, String id) {
        return device(user, id, "");
    }

    /// @param more members of auth: `,"callWaiting":true`
    Client device(String user, String id, String more) {
        Client client = stranger();
        client.says("{'type':'auth','token':'t-" + user + "','device':'" + id + "'" + more + "}");
        client.hears("auth-ok");
        return client;
    }

    /// A user does not want to be disturbed, or does again.
    void quiet(String user, boolean on) {
        if (on) {
            quiet.add(user);
        } else {
            quiet.remove(user);
        }
        core.quietChanged(user, now, this::take);
    }

    /// A page of this user can be woken.
    void canBeWoken(String user, int seconds) {
        patience.put(user, seconds * SECOND);
    }

    /// One who was woken declines.
    boolean declines(String user, String callId) {
        return core.decline(callId, user, now, this::take);
    }

    /// An operator ends a call.
    boolean hangUp(String callId) {
        return core.hangUp(callId, now, this::take);
    }

    void wait(int seconds) {
        long until = now + seconds * SECOND;
        while (core.deadline() <= until) {
            now = Math.max(now, core.deadline());
            core.wake(now, this::take);
        }
        now = until;
    }

    private void take(SignalOutput output) {
        switch (output) {
            case SignalOutput.Send(Flow flow, String text) ->
                    clients.get(flow.id()).heard.add(text);
            case SignalOutput.Close(Flow flow, int code, String reason) ->
                    clients.get(flow.id()).closed = code;
            case SignalOutput.Wanted wanted -> others.add(wanted);
            case SignalOutput.Began(SignalCallView call) ->
                    news.add(call.callId() + " " + call.state());
            case SignalOutput.Changed(SignalCallView call) ->
                    news.add(call.callId() + " " + call.state());
            case SignalOutput.Ended ended -> this.ended.add(ended);
            case SignalOutput.Log log -> others.add(log);
        }
    }

    /// What was wanted of others than the clients.
    List<SignalOutput> others() {
        return others;
    }

    /// The last call that was over, as records have it: `alice bob 200 CALLER hung up`.
    String record() {
        SignalOutput.Ended last = ended.getLast();
        return last.caller()
                + " "
                + last.callee()
                + " "
                + last.ending().status()
                + " "
                + last.ending().by()
                + " "
                + last.ending().why();
    }

    /// What was told of calls that are not over: `c1 ringing`.
    List<String> news() {
        return news;
    }

    List<SignalOutput.Ended> records() {
        return ended;
    }

    /// Nothing is left of calls, and nobody was told what they did not ask about.
    void assertQuiet() {
        assertEquals(0, core.sizes().get("calls"), "calls left");
        clients.values().forEach(Client::assertQuiet);
    }

    /// One connection and what came to it.
    final class Client {
        private final Flow flow;
        private final List<String> heard = new ArrayList<>();
        private int closed;

        Client(long id) {
            flow =
                    new Flow(
                            id,
                            Transport.WSS,
                            Endpoint.ipv4(0x7f000001, 443),
                            Endpoint.ipv4(0x0a000000 + (int) id, 5));
        }

        /// Says a message, written with ' for ".
        void says(String text) {
            core.receive(flow, text.replace('\'', '"'), now, Desk.this::take);
        }

        /// Hears a message of this type next.
        Json.Members hears(String type) {
            assertTrue(!heard.isEmpty(), "expected " + type + ", heard nothing");
            String text = heard.removeFirst();
            Json.Members message = JSON.read(text).orThrow();
            assertEquals(type, message.text("type"), text);
            return message;
        }

        /// Hears a message of this type with these members next: `callId`, `c1`, ...
        Json.Members hears(String type, String... members) {
            Json.Members message = hears(type);
            for (int i = 0; i < members.length; i += 2) {
                assertEquals(members[i + 1], message.text(members[i]), JSON.write(message));
            }
            return message;
        }

        void assertQuiet() {
            assertEquals(List.of(), heard);
        }

        /// The code its connection was closed with; 0 while it is open.
        int closed() {
            return closed;
        }

        /// Its page is closed, or loaded anew: browsers say so.
        void leaves() {
            core.leaving(flow);
            drops();
        }

        void drops() {
            core.closed(flow, now, Desk.this::take);
        }

        // What pages say

        void offers(String to, String callId) {
            says(offer(to, callId, "video"));
        }

        void answers(String to, String callId) {
            says(
                    "{'type':'call-answer','toId':'"
                            + to
                            + "','callId':'"
                            + callId
                            + "','answer':{'type':'answer','sdp':'v=0 answer'}}");
        }

        void says(String type, String to, String callId) {
            says("{'type':'" + type + "','toId':'" + to + "','callId':'" + callId + "'}");
        }

        /// A candidate as Wimpex has it: no callId.
        void finds(String to, String candidate) {
            says(
                    "{'type':'ice-candidate','toId':'"
                            + to
                            + "','candidate':{'candidate':'"
                            + candidate
                            + "','sdpMLineIndex':0,'sdpMid':'0'}}");
        }

        void hearsCandidate(String candidate) {
            Json.Members message = hears("ice-candidate");
            Json.Members inner = assertInstanceOf(Json.Members.class, message.get("candidate"));
            assertEquals(candidate, inner.text("candidate"));
        }
    }

    static String offer(String to, String callId, String kind) {
        return "{'type':'call-offer','toId':'"
                + to
                + "','callId':'"
                + callId
                + "','offer':{'type':'offer','sdp':'v=0 offer'},'callType':'"
                + kind
                + "','fromUsername':'Somebody'}";
    }

    static Set<String> names(Json.Members message) {
        return new TreeSet<>(message.members().keySet());
    }
}
