package jackfield.roles.location;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The packed table beside one of plain maps and records: they say the same, whatever happens.
class BindingsModelTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long GRACE = 20 * SECOND;

    private record Known(Binding binding, long since, long gone, boolean parked) {}

    private final Map<String, Known> model = new LinkedHashMap<>();

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private static String id(AddressOfRecord aor, String key) {
        return aor + " " + key;
    }

    private void put(Binding binding, long now) {
        Known old = model.remove(id(binding.aor(), binding.key()));
        model.put(
                id(binding.aor(), binding.key()),
                new Known(
                        binding,
                        old == null ? now : old.since,
                        binding.expires() + Bindings.LATE,
                        false));
    }

    private Set<Binding> wake(long now) {
        Set<Binding> ended = new LinkedHashSet<>();
        model.values().removeIf(known -> known.gone <= now && ended.add(known.binding));
        return ended;
    }

    private static Flow flow(SplittableRandom random) {
        int port = 20_000 + random.nextInt(20);
        return random.nextBoolean()
                ? new Flow(
                        1,
                        Transport.UDP,
                        Endpoint.ipv4(0x7f000001, 5060),
                        Endpoint.ipv4(0x0a000001, port))
                : new Flow(
                        port,
                        Transport.WSS,
                        Endpoint.ipv4(0x7f000001, 8443),
                        Endpoint.ipv4(0x0a000001, port));
    }

    private static Binding binding(SplittableRandom random, long now) {
        AddressOfRecord aor =
                new AddressOfRecord("ü" + random.nextInt(60), "d" + random.nextInt(3) + ".example");
        String instance = "\"<urn:uuid:" + random.nextInt(3) + ">\"";
        boolean within = random.nextBoolean();
        String contact =
                (random.nextBoolean() ? "\"Zoë, <x>\" " : "")
                        + "<sip:c"
                        + random.nextInt(8)
                        + "@h"
                        + random.nextInt(8)
                        + ".invalid"
                        + (random.nextBoolean() ? ";transport=ws" : ":5070;ob")
                        + ">;+sip.ice"
                        + (within ? ";+sip.instance=" + instance : "");
        List<NameAddr> path = new ArrayList<>();
        for (int hops = random.nextInt(3); hops > 0; hops--) {
            path.add(NameAddr.parse("<sip:p" + hops + ".example;lr>").orThrow());
        }
        return new Binding(
                aor,
                NameAddr.parse(contact).orThrow(),
                within || random.nextInt(4) == 0 ? instance : null,
                random.nextInt(3),
                random.nextInt(1001),
                now + random.nextLong(60 * SECOND),
                flow(random),
                path,
                "call " + random.nextInt(),
                random.nextLong(1L << 31),
                random.nextInt(9) == 0 ? "" : "agent " + random.nextInt(3000));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTableSaysWhatPlainMapsSay(long seed) {
        var random = new SplittableRandom(seed);
        Bindings bindings =
                new Bindings(BindingStore.NONE, new ContactTokens(new byte[32]), GRACE, 0, random);
        long now = SECOND;
        for (int step = 0; step < 3000; step++) {
            now += random.nextLong(SECOND / 20);
            switch (random.nextInt(20)) {
                case 0 -> {
                    Flow lost = flow(random);
                    long gone = now + GRACE;
                    bindings.flowLost(lost, now);
                    model.replaceAll((_, known) ->
                            !known.binding.flow().equals(lost)
                                    ? known
                                    : new Known(
                                            known.binding,
                                            known.since,
                                            Math.min(known.gone, gone),
                                            true));
                }
                case 1 -> {
                    Set<Binding> ended = new LinkedHashSet<>();
                    bindings.wake(now, removed -> ended.add(removed.binding()));
                    assertThat(ended).isEqualTo(wake(now));
                }
                case 2, 3 -> {
                    Binding some = binding(random, now);
                    bindings.remove(some.aor(), some.key());
                    model.remove(id(some.aor(), some.key()));
                }
                default -> {
                    Binding some = binding(random, now);
                    bindings.put(some, now);
                    put(some, now);
                }
            }
            compare(bindings, binding(random, now));
        }
        assertThat(bindings.seen())
                .containsExactlyInAnyOrderElementsOf(
                        model.values().stream().map(BindingsModelTest::seen).toList());
        bindings.wake(now + 100 * SECOND, _ -> {});
        assertThat(bindings.size()).isZero();
        assertThat(bindings.seen()).isEmpty();
    }

    private static Bindings.Seen seen(Known known) {
        return new Bindings.Seen(known.binding, known.since, known.parked);
    }

    private void compare(Bindings bindings, Binding some) {
        List<Known> user =
                model.values().stream()
                        .filter(known -> known.binding.aor().equals(some.aor()))
                        .toList();
        assertThat(bindings.size()).isEqualTo(model.size());
        assertThat(bindings.seen(some.aor()))
                .isEqualTo(user.stream().map(BindingsModelTest::seen).toList());
        assertThat(bindings.reachable(some.aor()))
                .isEqualTo(
                        user.reversed().stream()
                                .filter(known -> !known.parked)
                                .map(Known::binding)
                                .sorted(Comparator.comparingInt(Binding::q).reversed())
                                .toList());
        assertThat(bindings.deadline())
                .isEqualTo(
                        model.values().stream()
                                .mapToLong(Known::gone)
                                .min()
                                .orElse(jackfield.base.Deadlines.NEVER));
        assertThat(bindings.ofContact(some.target())).isEqualTo(ofContact(some.target()));
    }

    private @org.jspecify.annotations.Nullable Binding ofContact(SipUri contact) {
        String key = Binding.contactKey(contact);
        Binding found = null;
        for (Known known : model.values()) {
            if (Binding.contactKey(known.binding.target()).equals(key)) {
                if (found != null && !found.aor().equals(known.binding.aor())) {
                    return null;
                }
                found = found == null || !known.parked ? known.binding : found;
            }
        }
        return found;
    }
}
