package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.roles.location.Binding;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.useragent.AgentSettings;
import jackfield.roles.useragent.CallRef;
import jackfield.roles.useragent.InnerPath;
import jackfield.roles.useragent.SipCalls;
import jackfield.roles.useragent.SipTexts;
import jackfield.roles.useragent.TextRef;
import jackfield.roles.useragent.UserAgent;
import jackfield.sip.dialog.SessionTimer;
import jackfield.sip.transaction.Timers;
import java.util.ArrayDeque;
import java.util.Deque;

/// The node's own user agent on a ladder, and one who asks it for calls and writes down what is
/// told.
final class Insider implements SipCalls.Events, InnerPath.Node {
    final UserAgent agent;
    final Deque<String> told = new ArrayDeque<>();

    /// The newest call that came in.
    CallRef last = new CallRef("none");

    /// Who is told.
    SipCalls.Events events = this;

    private final Ladder ladder;
    private final InnerPath path = new InnerPath(() -> {});

    Insider(Ladder ladder) {
        this(ladder, SessionTimer.Policy.DEFAULT, 10);
    }

    Insider(Ladder ladder, SessionTimer.Policy sessions, int mostCalls) {
        this.ladder = ladder;
        agent =
                new UserAgent(
                        new AgentSettings(
                                Timers.DEFAULT,
                                mostCalls,
                                sessions,
                                Endpoint.parse("10.0.0.1:8080")),
                        ladder.addresses,
                        ladder.core::reach,
                        ladder.random,
                        path);
        ladder.insider = this;
    }

    // What a test asks

    /// Devices of these users are there.
    void signsIn(String... users) {
        for (String user : users) {
            agent.reachable(user, true, ladder.now);
        }
        ladder.relays();
    }

    CallRef calls(String from, String to) {
        CallRef call = new CallRef(from + ">" + to + ladder.now);
        agent.call(call, from, null, to, new SipCalls.Offer(Party.OFFER, false), ladder.now);
        ladder.relays();
        return call;
    }

    void ringing(CallRef call) {
        agent.ringing(call, ladder.now);
        ladder.relays();
    }

    void answers(CallRef call, String sdp) {
        agent.answer(call, sdp, ladder.now);
        ladder.relays();
    }

    void ends(CallRef call, boolean answeredElsewhere) {
        agent.end(call, answeredElsewhere, ladder.now);
        ladder.relays();
    }

    /// The next thing that was told begins with this.
    String hears(String what) {
        String next = told.poll();
        assertThat(next).as("told").isNotNull().startsWith(what);
        return next == null ? "" : next;
    }

    void hearsNothing() {
        assertThat(told).isEmpty();
    }

    // How it is joined

    void deliver(Flow flow, byte[] bytes) {
        path.deliver(flow, bytes);
    }

    /// Hands over until nothing waits; false where nothing did.
    boolean run() {
        boolean any = false;
        while (!path.isEmpty()) {
            path.run(agent, this, events, ladder.now);
            any = true;
        }
        return any;
    }

    void wake() {
        agent.wake(ladder.now);
    }

    void assertQuiet() {
        assertThat(agent.callCount()).as("calls of the agent").isZero();
        assertThat(agent.dialogCount()).as("dialogs of the agent").isZero();
        assertThat(agent.transactionCount()).as("transactions of the agent").isZero();
        assertThat(told).as("told").isEmpty();
    }

    @Override
    public void receive(byte[] bytes, Flow flow, long now) {
        ladder.core.receive(bytes, flow, now, ladder::perform);
    }

    @Override
    public void place(Binding binding, long now) {
        ladder.core.inside(binding, true, now, ladder::perform);
    }

    @Override
    public void withdraw(Binding binding, long now) {
        ladder.core.inside(binding, false, now, ladder::perform);
    }

    @Override
    public void log(String callId, CallLog.Level level, String text) {
        ladder.log.add(text);
    }

    // What is told

    @Override
    public void incoming(
            CallRef call, SipCalls.Caller from, String to, SipCalls.Offer offer, long now) {
        last = call;
        told.add(
                "incoming "
                        + from.address()
                        + " \""
                        + from.name()
                        + "\" for "
                        + to
                        + " "
                        + offer.sdp());
    }

    @Override
    public void ringing(CallRef call, long now) {
        told.add("ringing");
    }

    @Override
    public void answered(CallRef call, String sdp, long now) {
        told.add("answered " + sdp);
    }

    @Override
    public void refused(CallRef call, int status, String reason, long now) {
        told.add("refused " + status + " " + reason);
    }

    @Override
    public void cancelled(CallRef call, boolean answeredElsewhere, long now) {
        told.add("cancelled" + (answeredElsewhere ? " elsewhere" : ""));
    }

    @Override
    public void ended(CallRef call, String reason, long now) {
        told.add("ended " + reason);
    }

    @Override
    public void renegotiate(CallRef call, String sdp, long now) {
        told.add("renegotiate " + sdp);
    }

    @Override
    public void renegotiated(CallRef call, String sdp, long now) {
        told.add("renegotiated " + sdp);
    }

    @Override
    public void renegotiationRefused(CallRef call, int status, long now) {
        told.add("renegotiation refused " + status);
    }

    @Override
    public void text(TextRef ref, String to, SipTexts.Text text, long now) {
        told.add("text " + text.from() + " for " + to + " " + text.text());
        agent.taken(ref, true, now);
    }

    @Override
    public void sent(TextRef ref, int status, String reason, long now) {
        told.add("sent " + status + " " + reason);
    }
}
