package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.proxy.CallView;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Peers that answer and ask without sense, each message valid by itself: nothing throws, the relay
/// is never asked for what makes no sense, and in the end nothing is left.
class OddPeersTest {
    private static final int[] STATUSES = {
        100, 180, 183, 199, 200, 200, 200, 202, 302, 401, 407, 486, 487, 491, 503, 603
    };
    private static final Method[] METHODS = {
        Method.BYE,
        Method.INVITE,
        Method.UPDATE,
        Method.PRACK,
        Method.INFO,
        Method.ACK,
        Method.NOTIFY
    };

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private final Party tab = ladder.browser("bob", 41001);
    private final Party[] all = {alice, bob, tab};

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLeftOfNonsense(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (Party party : all) {
            party.registers(";expires=7200");
        }
        List<Request> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(alice.calls("bob", i == 1 ? null : Party.OFFER));
        }
        List<Message> seen = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            for (Party party : all) {
                seen.addAll(party.inbox);
                party.inbox.clear();
            }
            Party party = all[random.nextInt(all.length)];
            Message about = seen.get(random.nextInt(seen.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> respond(party, about, random);
                case 3, 4 -> ask(party, about, random);
                case 5 -> party.repeats(about);
                case 6 -> ladder.seconds(random.nextDouble() * 8);
                default -> {
                    if (random.nextInt(6) == 0) {
                        alice.triesToCancel(sent.get(random.nextInt(sent.size())));
                    }
                }
            }
        }
        ladder.seconds(300);
        ladder.core.calls().stream()
                .map(CallView::callId)
                .forEach(callId ->
                        ladder.core.mediaLost(callId, "silence", ladder.now, ladder::perform));
        ladder.seconds(300);
        assertThat(ladder.core.counters().drops()).doesNotContainKey("malformed");
        ladder.assertQuiet();
    }

    private static void respond(Party party, Message about, RandomGenerator random) {
        if (about instanceof Request request && !request.is(Method.ACK)) {
            int status = STATUSES[random.nextInt(STATUSES.length)];
            Response response = Response.to(request, status);
            if (random.nextInt(10) > 0 && request.headers().to().tag() == null) {
                response =
                        response.with(
                                HeaderName.TO,
                                request.headers()
                                        .to()
                                        .with("tag", "t" + random.nextInt(3))
                                        .toString());
            }
            for (String route : request.headers().all(HeaderName.RECORD_ROUTE)) {
                if (random.nextInt(10) > 0) {
                    response =
                            response.with(response.headers().add(HeaderName.RECORD_ROUTE, route));
                }
            }
            if (random.nextInt(10) > 0) {
                response = response.with(HeaderName.CONTACT, "<" + party.contact + ">");
            }
            party.repeats(random.nextInt(3) > 0 ? Party.withSdp(response, Party.ANSWER) : response);
        }
    }

    /// A request inside one of the dialogs that were seen, from either side.
    private static void ask(Party party, Message about, RandomGenerator random) {
        Method method = METHODS[random.nextInt(METHODS.length)];
        boolean turned = random.nextBoolean();
        String from = about.headers().from().toString();
        String to = about.headers().to().toString();
        Request request =
                party.request(
                                method,
                                party.contact,
                                turned ? from : to,
                                about.headers().callId(),
                                3 + random.nextInt(5))
                        .with(HeaderName.FROM, turned ? to : from)
                        .with(HeaderName.CSEQ, new CSeq(2 + random.nextInt(5), method).toString());
        List<String> routes = new ArrayList<>(about.headers().all(HeaderName.RECORD_ROUTE));
        if (random.nextBoolean()) {
            routes = routes.reversed();
        }
        for (String route : routes) {
            request = request.with(request.headers().add(HeaderName.ROUTE, route));
        }
        party.sends(random.nextBoolean() ? Party.withSdp(request, Party.OFFER) : request);
    }
}
