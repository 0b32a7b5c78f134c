package jackfield.roles.relay.ng;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls that were made by way of NG.
final class NgCalls {
    /// Before the Call-ID towards the relay: a proxy that drives us and a phone that we serve may
    /// know one call by one Call-ID. No Call-ID of SIP has a blank in it.
    private static final String APART = "ng ";

    private static final int MOST_TAGS = 128;
    private static final int MOST_FORKS = 64;
    private static final int MOST_ALIASES = 16;
    private static final int LONGEST_TEXT = 4096;

    /// A party of a call.
    static final class Tag {
        final String tag;
        final long created;
        final List<String> aliases = new ArrayList<>();
        String branch = "";
        String label = "";

        Tag(String tag, long created) {
            this.tag = tag;
            this.created = created;
        }
    }

    /// An offer and, later, who answered it.
    static final class Fork {
        final String offerer;
        final String branch;
        @Nullable String answerer;

        /// Whether the last offer said that more candidates may come.
        boolean trickles;

        Fork(String offerer, String branch) {
            this.offerer = offerer;
            this.branch = branch;
        }
    }

    /// One call.
    static final class Call {
        final String id;
        final long created;
        final Map<String, Tag> tags = new LinkedHashMap<>();
        final List<Fork> forks = new ArrayList<>();

        /// The tags of those who talk to us alone, and whether they only listen.
        final Map<String, Boolean> guests = new LinkedHashMap<>();

        /// Whom those who listen hear, by their tags.
        final Map<String, List<String>> hears = new HashMap<>();

        /// Whether anything was to be played to somebody.
        boolean played;

        /// Whether the first party hung up; null where nobody did.
        @Nullable Boolean endedByFirst;

        /// When the first answer came; 0 before that.
        long answered;

        long lastSignal;
        String metadata = "";

        Call(String id, long now) {
            this.id = id;
            created = now;
            lastSignal = now;
        }

        /// As [jackfield.roles.relay.Relay] knows it.
        String relayed() {
            return NgCalls.relayed(id);
        }

        /// The proxy has ended it, in the name of this party: mostly the one who hung up.
        void ending(@Nullable String by) {
            Tag tag = by == null ? null : tag(by);
            boolean first = tag != null && tag == tags.values().iterator().next();
            endedByFirst = tag == null ? null : (Boolean) first;
        }

        /// One who talks to us alone is gone.
        void leave(String tag) {
            guests.remove(tag);
            tags.remove(tag);
            hears.remove(tag);
        }

        /// Those who listen to the party called so.
        List<String> listeners(String tag) {
            List<String> listeners = new ArrayList<>();
            hears.forEach((listener, sources) -> {
                if (sources.contains(tag)) {
                    listeners.add(listener);
                }
            });
            return listeners;
        }

        /// The party called so, by its first tag or by one it took later; null without.
        @Nullable Tag tag(String name) {
            Tag tag = tags.get(name);
            if (tag != null) {
                return tag;
            }
            for (Tag each : tags.values()) {
                if (each.aliases.contains(name)) {
                    return each;
                }
            }
            return null;
        }

        /// The fork that an offer belongs to: one between the two tags, whoever has which; else one
        /// on this branch; null for a new one.
        @Nullable Fork offered(String offerer, @Nullable String answerer, String branch) {
            Fork between = answerer == null ? null : between(offerer, answerer);
            return between != null ? between : on(offerer, branch);
        }

        /// The fork that an answer belongs to: by its tag, then by its branch, then the offerer's
        /// only one without an answer; null when it cannot be told.
        @Nullable Fork answered(String offerer, String answerer, @Nullable String branch) {
            Fork fork = between(offerer, answerer);
            if (fork == null && branch != null) {
                fork = on(offerer, branch);
            }
            if (fork != null) {
                return fork;
            }
            Fork only = null;
            Fork last = null;
            int open = 0;
            for (Fork each : forks) {
                if (each.offerer.equals(offerer)) {
                    last = each;
                    boolean unanswered = each.answerer == null;
                    only = unanswered ? each : only;
                    open += unanswered ? 1 : 0;
                }
            }
            return open > 0 ? only : last;
        }

        private @Nullable Fork between(String one, String other) {
            for (Fork each : forks) {
                String answerer = each.answerer;
                if (answerer != null
                        && (isTag(each.offerer, one) && isTag(answerer, other)
                                || isTag(each.offerer, other) && isTag(answerer, one))) {
                    return each;
                }
            }
            return null;
        }

        private @Nullable Fork on(String offerer, String branch) {
            for (Fork each : forks) {
                if (each.offerer.equals(offerer) && each.branch.equals(branch)) {
                    return each;
                }
            }
            return null;
        }

        /// Those whom the party talks to, the latest last.
        List<String> partners(String name) {
            List<String> partners = new ArrayList<>();
            for (Fork each : forks) {
                String answerer = each.answerer;
                if (answerer != null && isTag(each.offerer, name)) {
                    partners.add(answerer);
                } else if (answerer != null && isTag(answerer, name)) {
                    partners.add(each.offerer);
                }
            }
            return partners;
        }

        /// True when the party called `name` is one of the two.
        boolean isOf(Fork fork, String name) {
            return isTag(fork.offerer, name) || fork.answerer != null && isTag(fork.answerer, name);
        }

        private boolean isTag(String first, String name) {
            Tag tag = tags.get(first);
            return first.equals(name) || tag != null && tag.aliases.contains(name);
        }

        /// Takes note of a party; null when there are too many.
        @Nullable Tag seen(String name, long now) {
            Tag tag = tag(name);
            if (tag == null && tags.size() < MOST_TAGS) {
                tag = new Tag(name, now);
                tags.put(name, tag);
            }
            return tag;
        }

        void add(Fork fork) {
            if (forks.size() < MOST_FORKS) {
                forks.add(fork);
            }
        }

        /// The answerer of a fork goes by `name`, by another name than before perhaps.
        void answeredBy(Fork fork, String name, long now) {
            String before = fork.answerer;
            Tag known = before == null ? null : tags.get(before);
            if (known == null) {
                fork.answerer = name;
                Tag tag = seen(name, now);
                if (tag != null && tag.branch.isEmpty()) {
                    tag.branch = fork.branch;
                }
            } else if (!isTag(known.tag, name) && known.aliases.size() < MOST_ALIASES) {
                known.aliases.add(name);
            }
        }
    }

    private final Map<String, Call> calls = new LinkedHashMap<>();

    static String relayed(String callId) {
        return APART + callId;
    }

    /// The Call-ID as the proxy knows it; null for a call that is not of NG.
    static @Nullable String ofRelayed(String relayed) {
        return relayed.startsWith(APART) ? relayed.substring(APART.length()) : null;
    }

    static String bounded(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    int size() {
        return calls.size();
    }

    @Nullable Call get(String callId) {
        return calls.get(callId);
    }

    Call make(String callId, long now) {
        return calls.computeIfAbsent(callId, id -> new Call(id, now));
    }

    @Nullable Call remove(String callId) {
        return calls.remove(callId);
    }

    List<Call> all() {
        return List.copyOf(calls.values());
    }

    /// The first Call-IDs.
    List<String> ids(int most) {
        return calls.keySet().stream().limit(Math.max(0, most)).toList();
    }
}
