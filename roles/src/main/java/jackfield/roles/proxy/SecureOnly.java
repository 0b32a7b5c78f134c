package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.relay.LegProfile;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The phones that take media only as `RTP/SAVP`, as far as their calls have shown: they offer
/// nothing else, and refuse plain media with keys beside it. Such a phone is asked again in the
/// same call (docs/adr/0142), and rightly from then on.
final class SecureOnly {
    /// A user's phones at one address.
    private record Phone(AddressOfRecord user, long high, long low) implements Comparable<Phone> {
        @Override
        public int compareTo(Phone other) {
            int order = user.compareTo(other.user);
            order = order == 0 ? Long.compare(high, other.high) : order;
            return order == 0 ? Long.compare(low, other.low) : order;
        }

        static Phone of(AddressOfRecord user, Flow flow) {
            return new Phone(user, flow.remote().high(), flow.remote().low());
        }
    }

    private static final int MOST = 10_000;

    private final Set<Phone> phones = new LinkedHashSet<>();

    /// What to offer a target.
    LegProfile profile(Target target) {
        AddressOfRecord user = target.user();
        LegProfile usual = Sdp.profile(target.flow(), null);
        boolean known =
                user != null
                        && usual.equals(LegProfile.SIP_EITHER)
                        && phones.contains(Phone.of(user, target.flow()));
        return known ? LegProfile.SIP_SDES : usual;
    }

    /// A phone has made an offer of its own.
    void offered(@Nullable AddressOfRecord user, Flow flow, LegProfile profile) {
        if (user != null) {
            set(Phone.of(user, flow), profile.equals(LegProfile.SIP_SDES));
        }
    }

    /// A phone has refused the media of an offer for `profile`.
    ///
    /// @return true where it is worth asking for keys alone
    boolean refused(Target target, LegProfile profile) {
        AddressOfRecord user = target.user();
        boolean either = user != null && profile.equals(LegProfile.SIP_EITHER);
        if (user != null) {
            set(Phone.of(user, target.flow()), either);
        }
        return either;
    }

    private void set(Phone phone, boolean secureOnly) {
        phones.remove(phone);
        if (secureOnly) {
            phones.add(phone);
            if (phones.size() > MOST) {
                Iterator<Phone> oldest = phones.iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }
}
