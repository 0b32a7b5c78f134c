package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.p2p.SignalAccess;
import jackfield.roles.p2p.SignalCore;
import jackfield.roles.p2p.SignalOutput;
import jackfield.roles.p2p.SignalSettings;
import jackfield.roles.p2p.TestJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Pages at `/signal` on a ladder, joined to its SIP by the node's own user agent.
final class Pages {
    private final Ladder ladder;
    private final Insider insider;
    private final SignalCore core;
    private final Map<Flow, Page> pages = new HashMap<>();
    private long flows = 5_000;

    Pages(Ladder ladder) {
        this.ladder = ladder;
        insider = new Insider(ladder);
        core = new SignalCore(SignalSettings.DEFAULT, new Door(), new TestJson(), ladder.random);
        insider.events = core.sip(insider.agent, this::take);
        ladder.pages = this;
    }

    /// Everybody's token is their name.
    private static final class Door implements SignalAccess {
        @Override
        public Verdict check(Credentials credentials) {
            return credentials instanceof Credentials.Token(String token)
                    ? new Verdict.Known(token)
                    : new Verdict.Refused("no token");
        }

        @Override
        public boolean isUser(String user) {
            return Ladder.USERS.contains(user);
        }

        @Override
        public String name(String address, String from) {
            return address;
        }
    }

    private void take(SignalOutput output) {
        if (output instanceof SignalOutput.Send(Flow flow, String text)) {
            pages.get(flow).inbox.add(text);
        }
    }

    /// A page of a user.
    Page page(String user, String device) {
        Flow flow =
                new Flow(
                        flows++,
                        Transport.WSS,
                        Endpoint.parse("10.0.0.1:443"),
                        Endpoint.parse("10.0.1.1:" + flows));
        Page page = new Page(flow);
        pages.put(flow, page);
        core.opened(flow, user, device, ladder.now, this::take);
        ladder.relays();
        page.hears("auth-ok");
        return page;
    }

    void wake() {
        core.wake(ladder.now, this::take);
    }

    long deadline() {
        return core.deadline();
    }

    void assertQuiet() {
        assertThat(core.sizes().get("calls")).as("calls of pages").isZero();
        pages.values().forEach(page -> assertThat(page.inbox).as("for a page").isEmpty());
    }

    /// One page, which says and hears JSON; written here with ' for ".
    final class Page {
        private final Flow flow;
        private final Deque<String> inbox = new ArrayDeque<>();

        private Page(Flow flow) {
            this.flow = flow;
        }

        void says(String text) {
            core.receive(flow, text.replace('\'', '"'), ladder.now, Pages.this::take);
            ladder.relays();
        }

        void calls(String to, String callId) {
            says(
                    "{'type':'call-offer','toId':'"
                            + to
                            + "','callId':'"
                            + callId
                            + "','callType':'audio','offer':{'type':'offer','sdp':'"
                            + Party.OFFER.replace("\r\n", "\\r\\n")
                            + "'}}");
        }

        void answers(String callId) {
            says(
                    "{'type':'call-answer','callId':'"
                            + callId
                            + "','answer':{'type':'answer','sdp':'"
                            + Party.ANSWER.replace("\r\n", "\\r\\n")
                            + "'}}");
        }

        void says(String type, String callId) {
            says("{'type':'" + type + "','callId':'" + callId + "'}");
        }

        /// The next message is of this type; gives its text.
        String hears(String type) {
            String next = inbox.poll();
            assertThat(next).as("waits for " + type).contains("\"type\":\"" + type + "\"");
            return next == null ? "" : next;
        }

        void hearsNothing() {
            assertThat(inbox).isEmpty();
        }

        /// What the newest call is called that was offered here.
        String offered(String from) {
            String offer = hears("call-offer");
            assertThat(offer).contains("\"from\":\"" + from + "\"");
            int at = offer.indexOf("\"callId\":\"") + 10;
            return offer.substring(at, offer.indexOf('"', at));
        }

        void leaves() {
            core.closed(flow, ladder.now, Pages.this::take);
            ladder.relays();
        }
    }
}
