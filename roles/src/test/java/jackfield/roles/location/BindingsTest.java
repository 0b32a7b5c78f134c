package jackfield.roles.location;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BindingsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long EPOCH = 1_700_000_000_000L;
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");

    /// A store in memory, as it would stand on disk.
    private static final class Disk implements BindingStore {
        private final Map<String, SavedBinding> rows = new LinkedHashMap<>();

        @Override
        public void save(SavedBinding binding) {
            rows.put(binding.user() + "@" + binding.domain() + " " + binding.key(), binding);
        }

        @Override
        public void remove(AddressOfRecord aor, String key) {
            rows.remove(aor + " " + key);
        }

        @Override
        public List<SavedBinding> load() {
            return List.copyOf(rows.values());
        }
    }

    private final Disk disk = new Disk();
    private final Bindings bindings =
            new Bindings(
                    disk,
                    new ContactTokens(new byte[32]),
                    20 * SECOND,
                    EPOCH,
                    new SplittableRandom(1));

    private static Flow flow(Transport transport, long id) {
        return new Flow(
                id,
                transport,
                Endpoint.ipv4(0x7f000001, 5060),
                Endpoint.ipv4(0x0a000001, (int) (20_000 + id)));
    }

    private static Binding binding(
            String contact, @Nullable String instance, Flow flow, long expires) {
        return new Binding(
                ALICE,
                NameAddr.parse(contact).orThrow(),
                instance,
                instance == null ? 0 : 1,
                1000,
                expires,
                flow,
                List.of(),
                "call-1",
                1,
                "test");
    }

    private List<String> woken(long now) {
        List<String> whys = new ArrayList<>();
        bindings.wake(now, removed -> whys.add(removed.why()));
        return whys;
    }

    @Test
    void aBindingEndsSoonAfterItsExpiry() {
        bindings.put(
                binding("<sip:alice@10.0.0.1>", null, flow(Transport.UDP, 1), 60 * SECOND), SECOND);

        assertThat(bindings.deadline()).isEqualTo(92 * SECOND);
        assertThat(woken(92 * SECOND - 1)).isEmpty();
        assertThat(woken(92 * SECOND)).containsExactly("expired");
        assertThat(bindings.of(ALICE)).isEmpty();
        assertThat(bindings.deadline()).isEqualTo(Deadlines.NEVER);
        assertThat(disk.rows).isEmpty();
    }

    @Test
    void aReloadedPageLeavesNoGhost() {
        Flow before = flow(Transport.WSS, 1);
        Flow after = flow(Transport.WSS, 2);
        bindings.put(
                binding("<sip:a@1.invalid;transport=ws>", "\"<one>\"", before, 600 * SECOND),
                SECOND);
        bindings.flowLost(before, 10 * SECOND);
        bindings.put(
                binding("<sip:b@2.invalid;transport=ws>", "\"<two>\"", after, 600 * SECOND),
                SECOND);

        assertThat(bindings.of(ALICE)).hasSize(2);
        assertThat(bindings.reachable(ALICE)).extracting(Binding::flow).containsExactly(after);
        assertThat(woken(30 * SECOND)).containsExactly("connection lost");
        assertThat(bindings.of(ALICE)).extracting(Binding::flow).containsExactly(after);
    }

    @Test
    void aClientThatComesBackInTimeIsReachableOverItsNewConnection() {
        Flow before = flow(Transport.WSS, 1);
        Flow after = flow(Transport.WSS, 2);
        SipUri contact = SipUri.parse("sip:a@1.invalid;transport=ws").orThrow();
        bindings.put(binding("<" + contact + ">", "\"<one>\"", before, 600 * SECOND), SECOND);
        bindings.flowLost(before, 10 * SECOND);
        assertThat(bindings.reattached(ALICE, contact)).isNull();

        bindings.put(binding("<" + contact + ">", "\"<one>\"", after, 600 * SECOND), SECOND);

        Binding found = bindings.reattached(ALICE, contact);
        assertThat(found).isNotNull().extracting(Binding::flow).isEqualTo(after);
        assertThat(woken(40 * SECOND)).isEmpty();
        bindings.flowLost(before, 41 * SECOND);
        assertThat(bindings.reachable(ALICE)).hasSize(1);
    }

    @Test
    void aContactThatTwoUsersClaimIsNobodys() {
        SipUri contact = SipUri.parse("sip:a@1.invalid").orThrow();
        Binding alices = binding("<" + contact + ">", null, flow(Transport.WS, 1), 60 * SECOND);
        bindings.put(alices, SECOND);
        assertThat(bindings.ofContact(contact)).isEqualTo(alices);
        bindings.put(
                new Binding(
                        new AddressOfRecord("mallory", "example.org"),
                        alices.contact(),
                        null,
                        0,
                        1000,
                        60 * SECOND,
                        flow(Transport.WS, 2),
                        List.of(),
                        "call-2",
                        1,
                        "test"),
                SECOND);
        assertThat(bindings.ofContact(contact)).isNull();
    }

    @Test
    void aRestartKeepsWhatIsOverUdpAndDropsTheRest() {
        bindings.put(
                binding("<sip:alice@10.0.0.1>;q=0.5", null, flow(Transport.UDP, 1), 100 * SECOND),
                SECOND);
        bindings.put(
                binding("<sip:a@1.invalid>", "\"<one>\"", flow(Transport.WS, 2), 100 * SECOND),
                SECOND);
        bindings.put(
                binding("<sip:alice@10.0.0.3>", null, flow(Transport.UDP, 3), 10 * SECOND), SECOND);

        Bindings restarted =
                new Bindings(
                        disk,
                        new ContactTokens(new byte[32]),
                        20 * SECOND,
                        EPOCH + 60_000,
                        new SplittableRandom(2));
        Flow udp = flow(Transport.UDP, 9);
        restarted.restore(disk.load(), _ -> udp, 5 * SECOND);

        assertThat(restarted.of(ALICE)).hasSize(1);
        Binding kept = restarted.of(ALICE).getFirst();
        assertThat(kept.contact()).hasToString("<sip:alice@10.0.0.1>;q=0.5");
        assertThat(kept.flow()).isEqualTo(udp);
        assertThat(kept.secondsLeft(5 * SECOND)).isEqualTo(35);
        assertThat(disk.rows).hasSize(1);
    }

    @Test
    void theUserPartKeepsItsCaseAndTheDomainDoesNot() {
        SipUri uri = SipUri.parse("sip:%41lice%40x@Example.ORG;transport=tcp").orThrow();
        assertThat(AddressOfRecord.of(uri, uri.host()))
                .isEqualTo(new AddressOfRecord("Alice%40x", "example.org"));
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tableAndStoreAgreeWhateverHappens(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        long now = SECOND;
        for (int step = 0; step < 500; step++) {
            now += random.nextLong(5 * SECOND);
            Flow flow =
                    flow(random.nextBoolean() ? Transport.UDP : Transport.WS, random.nextInt(5));
            switch (random.nextInt(4)) {
                case 0, 1 ->
                        bindings.put(
                                binding(
                                        "<sip:x@h" + random.nextInt(6) + ">",
                                        random.nextBoolean() ? "\"<i>\"" : null,
                                        flow,
                                        now + random.nextLong(60 * SECOND)),
                                SECOND);
                case 2 -> bindings.flowLost(flow, now);
                default -> woken(now);
            }
            assertThat(bindings.all()).hasSize(bindings.size());
            assertThat(disk.rows).hasSize(bindings.size());
            assertThat(bindings.reachable(ALICE).size()).isLessThanOrEqualTo(bindings.size());
        }
        woken(now + 200 * SECOND);
        assertThat(bindings.size()).isZero();
        assertThat(bindings.deadline()).isEqualTo(Deadlines.NEVER);
        assertThat(disk.rows).isEmpty();
    }
}
