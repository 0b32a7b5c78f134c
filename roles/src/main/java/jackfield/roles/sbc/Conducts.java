package jackfield.roles.sbc;

import jackfield.base.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How sources behave: points that offences bring and time takes away. Remembers a bounded number
/// of sources; past it, the one that offended longest ago is forgotten.
final class Conducts {
    /// Of one source.
    static final class Conduct {
        private static final int NAMES = 16;

        private double points;
        private long at;
        private final int[] names = new int[NAMES];
        private int next;
        private String nonce = "";

        /// True once it has shown that it receives what we send to it.
        boolean answers;

        /// How often it was banned when that was proven.
        int bans;

        /// The points with those of `offence`.
        double add(Offence offence, long now) {
            points = Math.max(0, points - (now - at) / 1e9 * FORGIVEN_PER_SECOND);
            points += offence.points();
            at = now;
            return points;
        }

        /// Notes a name; false where it is among the last ones already.
        boolean isNew(String name) {
            int hash = name.hashCode() == 0 ? 1 : name.hashCode();
            for (int known : names) {
                if (known == hash) {
                    return false;
                }
            }
            names[next] = hash;
            next = (next + 1) % NAMES;
            return true;
        }

        void asked(String with) {
            nonce = with;
        }

        void returned(String with) {
            answers |= !with.isEmpty() && with.equals(nonce);
        }

        void atoned() {
            points = 0;
        }
    }

    private static final double FORGIVEN_PER_SECOND = 5;

    private final Map<Network, Conduct> bySource;

    Conducts(int most) {
        bySource =
                new LinkedHashMap<>(64, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Network, Conduct> eldest) {
                        return size() > most;
                    }
                };
    }

    /// Of a source that has just offended.
    Conduct of(Network source) {
        return bySource.computeIfAbsent(source, _ -> new Conduct());
    }

    /// Of a source that may never have offended: null then.
    @Nullable Conduct known(Network source) {
        return bySource.get(source);
    }

    int size() {
        return bySource.size();
    }
}
