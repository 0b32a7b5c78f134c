package jackfield.roles.relay;

import jackfield.roles.relay.LegOptions.Keying;
import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Crypto;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The keys of one leg that stand in its SDP (RFC 4568): those we offer, those the peer sent, and
/// the suite that was agreed.
final class KeysInSdp {
    /// What we offer unasked: few, because an INVITE over UDP has to stay short.
    private static final List<SrtpProfile> OFFERED =
            List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AEAD_AES_128_GCM);

    /// What we offer beside plain RTP: what all know.
    private static final List<SrtpProfile> OFFERED_BESIDE =
            List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80);

    /// Bytes of a tag that is not short.
    private static final int WHOLE_TAG = 10;

    private final RandomGenerator random;
    private final Map<SrtpProfile, LegPlan.SrtpKeys> ours = new EnumMap<>(SrtpProfile.class);
    private Keying keying = Keying.USUAL;
    private @Nullable Crypto chosen;
    private LegPlan.@Nullable SrtpKeys theirs;

    KeysInSdp(RandomGenerator random) {
        this.random = random;
    }

    /// Takes what may be offered and taken from now on.
    void allow(Keying terms) {
        keying = terms;
    }

    /// True when a suite is agreed.
    boolean isAgreed() {
        return chosen != null;
    }

    /// The line of an offer that we would take; null without one: the first of the offerer's (its
    /// order counts, RFC 4568 section 5.1.1), short tags last.
    static @Nullable Crypto best(MediaSection offer, Keying keying) {
        Crypto best = null;
        for (Crypto each : offer.cryptos()) {
            SrtpProfile profile = each.profile();
            if (profile == null || !each.isUsable() || !isAllowed(profile, keying)) {
                continue;
            }
            if (profile.rtpTagBytes() >= WHOLE_TAG) {
                return each;
            }
            best = best == null ? each : best;
        }
        return best;
    }

    /// Why nothing could be offered to one that speaks so; null where something can.
    static @Nullable String impossible(LegProfile profile) {
        if (profile.security() != LegProfile.Security.SDES) {
            return null;
        }
        Keying keying = profile.options().keying();
        for (SrtpProfile each : SrtpProfile.values()) {
            if (isAllowed(each, keying)) {
                return null;
            }
        }
        return "SRTP with keys in the SDP, and no suite for it is allowed";
    }

    /// What does not encrypt is only for those who name it.
    private static boolean isAllowed(SrtpProfile profile, Keying keying) {
        String name = profile.sdesName();
        if (!keying.sdes() || !keying.only().isEmpty() && !names(keying.only(), name)) {
            return false;
        }
        boolean named = names(keying.only(), name) || names(keying.order(), name);
        boolean refused = keying.only().isEmpty() && names(keying.not(), name);
        return !refused && (profile.encrypts() || named);
    }

    private static boolean names(List<String> suites, String name) {
        return suites.stream().anyMatch(name::equalsIgnoreCase);
    }

    /// What an offer of ours has: the suite in use first, then those asked for, then the usual.
    ///
    /// @param beside whether it stands beside plain RTP
    List<Attribute> offer(boolean beside) {
        List<Attribute> lines = new ArrayList<>();
        for (SrtpProfile each : offered(beside)) {
            lines.add(line(lines.size() + 1, each));
        }
        return lines;
    }

    private List<SrtpProfile> offered(boolean beside) {
        List<SrtpProfile> all = new ArrayList<>();
        if (chosen != null) {
            all.add(Objects.requireNonNull(chosen.profile()));
        }
        List<String> asked = new ArrayList<>(keying.order());
        asked.addAll(keying.only());
        for (String each : asked) {
            SrtpProfile profile = SrtpProfile.named(each);
            if (profile != null && isAllowed(profile, keying) && !all.contains(profile)) {
                all.add(profile);
            }
        }
        for (SrtpProfile each : beside ? OFFERED_BESIDE : OFFERED) {
            if (isAllowed(each, keying) && !all.contains(each)) {
                all.add(each);
            }
        }
        return all;
    }

    /// What our answer has: the suite taken, under the offer's tag, with an identifier where the
    /// offer has one.
    List<Attribute> answer() {
        Crypto taken = chosen;
        return taken == null
                ? List.of()
                : List.of(line(taken.tag(), Objects.requireNonNull(taken.profile())));
    }

    private Attribute line(int tag, SrtpProfile profile) {
        LegPlan.SrtpKeys keys = ours(profile);
        byte[] both = Arrays.copyOf(keys.key(), keys.key().length + keys.salt().length);
        System.arraycopy(keys.salt(), 0, both, keys.key().length, keys.salt().length);
        return new Attribute("crypto", Crypto.of(tag, profile, both, keys.mki()).value());
    }

    private LegPlan.SrtpKeys ours(SrtpProfile profile) {
        return ours.computeIfAbsent(
                profile,
                p -> {
                    byte[] key = new byte[p.keyBytes()];
                    byte[] salt = new byte[p.saltBytes()];
                    random.nextBytes(key);
                    random.nextBytes(salt);
                    return new LegPlan.SrtpKeys(p, key, salt);
                });
    }

    /// Why an answer to our lines cannot be; null when it can.
    @Nullable String refusal(MediaSection answer, boolean beside) {
        boolean needed = !beside || answer.media().protocol().contains("SAVP");
        return needed && !isAnsweredBy(answer, beside)
                ? "the answer to an SDES offer has no a=crypto that was offered"
                : null;
    }

    /// True when `answer` takes a line of ours.
    boolean isAnsweredBy(MediaSection answer, boolean beside) {
        return taken(answer, beside) != null;
    }

    private @Nullable Crypto taken(MediaSection answer, boolean beside) {
        List<SrtpProfile> offered = offered(beside);
        for (Crypto each : answer.cryptos()) {
            if (offered.contains(each.profile()) && each.isUsable()) {
                return each;
            }
        }
        return null;
    }

    /// Takes the peer's offer; false when nothing in it can be taken.
    boolean takeOffer(MediaSection offer) {
        Crypto best = best(offer, keying);
        SrtpProfile profile = best == null ? null : best.profile();
        if (best != null && profile != null) {
            LegPlan.SrtpKeys before = ours.get(profile);
            if (before != null && !Arrays.equals(before.mki(), best.mki())) {
                ours.remove(profile);
            }
            ours.put(profile, ours(profile).identifiedBy(best.mki()));
        }
        choose(best);
        return best != null;
    }

    /// Takes the peer's answer; false when it took nothing.
    boolean takeAnswer(MediaSection answer, boolean beside) {
        choose(taken(answer, beside));
        return chosen != null;
    }

    /// Goes on without keys.
    void forget() {
        choose(null);
    }

    /// A key that was in use and is not any more never comes back: with it the packet count would
    /// begin again, and the same key stream with that (RFC 3711 section 9.1). One whose packets get
    /// another identifier is another key.
    private void choose(@Nullable Crypto next) {
        SrtpProfile before = chosen == null ? null : chosen.profile();
        SrtpProfile profile = next == null ? null : next.profile();
        if (before != null && before != profile) {
            ours.remove(before);
        }
        chosen = next;
        theirs =
                next == null || profile == null
                        ? null
                        : new LegPlan.SrtpKeys(
                                profile, next.masterKey(), next.masterSalt(), next.mki());
    }

    /// As the shard is told. Before there is an answer, what we send has the keys of our first
    /// line; where all suites are ruled out, keys that nobody will ever know.
    LegPlan.Sdes plan() {
        SrtpProfile profile = chosen == null ? null : chosen.profile();
        if (profile == null) {
            List<SrtpProfile> offered = offered(false);
            profile = offered.isEmpty() ? OFFERED.getFirst() : offered.getFirst();
        }
        return new LegPlan.Sdes(ours(profile), theirs);
    }
}
