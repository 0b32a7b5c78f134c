package jackfield.roles.dispatcher;

import jackfield.roles.proxy.Outcome;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet;
import jackfield.roles.proxy.TargetWatch;
import jackfield.roles.transactionuser.CallLog;
import jackfield.sip.message.Escapes;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Spreads calls over groups of gateways, and leaves out those that are not there.
///
/// A member is down after several failures in a row, of calls or of probes, and up again after
/// several answers to probes. Without probes it is tried again after a while.
public final class Dispatcher implements TargetWatch {
    /// Members that one call tries at most.
    private static final int MOST_ATTEMPTS = 8;

    private final Map<String, Group> groups = new LinkedHashMap<>();

    /// The members that each call uses, as the targets that were given for them.
    private final Map<String, List<Member>> inUse = new HashMap<>();

    private final RandomGenerator random;
    private final CallLog log;
    private @Nullable Changed changed;

    /// Told when the members are others.
    @FunctionalInterface
    interface Changed {
        void changed(List<Member> members, long now);
    }

    /// No groups yet.
    public Dispatcher(RandomGenerator random, CallLog log) {
        this.random = random;
        this.log = log;
    }

    void onChange(Changed whom) {
        changed = whom;
    }

    /// Takes these groups instead of those until now. Members that stay keep what is known of them.
    public void replace(List<GroupSettings> settings, long now) {
        Map<String, Group> before = new HashMap<>(groups);
        groups.clear();
        for (GroupSettings one : settings) {
            groups.put(one.name(), new Group(one, before.get(one.name())));
        }
        inUse.replaceAll((_, used) -> used.stream().map(this::successor).toList());
        if (changed != null) {
            changed.changed(members(), now);
        }
    }

    /// The member of now that a member of before has become; itself where it is gone.
    private Member successor(Member old) {
        Member now = member(old.group, old.settings.uri());
        return now == null ? old : now;
    }

    private @Nullable Member member(String group, SipUri uri) {
        Group found = groups.get(group);
        if (found != null) {
            for (Member member : found.members) {
                if (member.settings.uri().equals(uri)) {
                    return member;
                }
            }
        }
        return null;
    }

    List<Member> members() {
        List<Member> all = new ArrayList<>();
        groups.values().forEach(group -> all.addAll(group.members));
        return all;
    }

    Probing probing(Member member) {
        Group group = groups.get(member.group);
        return group == null ? Probing.USUAL : group.settings.probing();
    }

    // Choosing

    /// The attempts of a call at a group: one member each, the next one where the one before has
    /// trouble or is not there, but not where somebody was busy, said no or did not answer. None
    /// where no member is up.
    ///
    /// @param number whom to ask a member for; empty for the member's own URI
    public List<TargetSet.Attempt> attempts(String group, String number, String callId, long now) {
        Group found = groups.get(group);
        if (found == null) {
            return List.of();
        }
        List<TargetSet.Attempt> attempts = new ArrayList<>();
        for (Member member : found.order(callId, random, now)) {
            if (attempts.size() == MOST_ATTEMPTS) {
                break;
            }
            attempts.add(
                    new TargetSet.Attempt(
                            List.of(new GroupTarget(member, number).target()),
                            0,
                            EnumSet.of(Outcome.FAILED, Outcome.UNREACHABLE),
                            false));
        }
        return attempts;
    }

    /// A member and what a call asks it for.
    private record GroupTarget(Member member, String number) {
        Target target() {
            SipUri uri = member.settings.uri();
            SipUri asked =
                    uri.user() != null || number.isEmpty()
                            ? uri
                            : new SipUri(
                                    uri.secure(),
                                    Escapes.user(number),
                                    uri.host(),
                                    uri.port(),
                                    uri.parameters(),
                                    uri.query());
            return Target.outside(asked);
        }
    }

    // What becomes of calls

    /// The member a target stands for: the one whose server its URI names.
    private @Nullable Member member(Target target) {
        if (target.user() != null) {
            return null;
        }
        for (Group group : groups.values()) {
            for (Member member : group.members) {
                if (leadsTo(target.uri(), member.settings.uri())) {
                    return member;
                }
            }
        }
        return null;
    }

    private static boolean leadsTo(SipUri uri, SipUri member) {
        return uri.port() == member.port()
                && uri.secure() == member.secure()
                && uri.host().equalsIgnoreCase(member.host())
                && uri.parameters().equals(member.parameters())
                && (member.user() == null || member.user().equals(uri.user()));
    }

    @Override
    public void begun(String callId, Target target) {
        Member member = member(target);
        if (member != null) {
            member.calls++;
            member.chosen++;
            List<Member> used = new ArrayList<>(inUse.getOrDefault(callId, List.of()));
            used.add(member);
            inUse.put(callId, used);
        }
    }

    @Override
    public void failed(String callId, Target target, Outcome how, int status, long now) {
        Member member = member(target);
        if (member == null) {
            return;
        }
        List<Member> used = new ArrayList<>(inUse.getOrDefault(callId, List.of()));
        if (used.remove(member)) {
            member.calls--;
            if (used.isEmpty()) {
                inUse.remove(callId);
            } else {
                inUse.put(callId, used);
            }
        }
        if (how == Outcome.FAILED && (status == 503 || status == 408)) {
            failed(member, status == 408 ? "no answer to a call" : "503 to a call", now);
        }
    }

    @Override
    public void ended(String callId) {
        List<Member> used = inUse.remove(callId);
        if (used != null) {
            used.forEach(member -> member.calls--);
        }
    }

    void failed(Member member, String how, long now) {
        if (member.failed(how, probing(member), now)) {
            tell(member, CallLog.Level.WARN, "is down: " + how);
        }
    }

    void answered(Member member, long took) {
        if (member.answered(took, probing(member))) {
            tell(member, CallLog.Level.INFO, "is up");
        }
    }

    private void tell(Member member, CallLog.Level level, String what) {
        log.line("", level, "group " + member.group + ": " + member.settings.uri() + " " + what);
    }

    // For people

    /// True where there is such a group.
    public boolean has(String group) {
        return groups.containsKey(group);
    }

    /// Takes a member out of use by hand, or back.
    ///
    /// @param number its place, from 1
    /// @return false where there is no such member
    public boolean disable(String group, int number, boolean disabled) {
        Group found = groups.get(group);
        if (found == null || number < 1 || number > found.members.size()) {
            return false;
        }
        Member member = found.members.get(number - 1);
        member.disabled = disabled;
        tell(member, CallLog.Level.INFO, disabled ? "is disabled by hand" : "is enabled again");
        return true;
    }

    /// Every group with its members.
    public List<GroupView> views() {
        return groups.values().stream()
                .map(group ->
                        new GroupView(
                                group.settings.name(),
                                group.settings.algorithm().word(),
                                group.members.stream().map(Member::view).toList()))
                .toList();
    }
}
