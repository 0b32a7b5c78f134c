package jackfield.roles.signalling;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.Relay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A relay for tests of pure signalling: it moves no media, remembers what it was asked, and marks
/// what it passed so that nothing can go round it.
final class RecordingRelay implements Relay {
    final List<String> asked = new ArrayList<>();
    final Map<String, Set<String>> forks = new HashMap<>();
    @Nullable String refuse;

    @Override
    public Passed offer(
            Exchange exchange, byte[] sdp, LegProfile offerer, LegProfile answerer, long now) {
        asked.add("offer " + name(offerer) + ">" + name(answerer));
        forks.computeIfAbsent(exchange.callId(), _ -> new TreeSet<>()).add(exchange.branch());
        return passed(sdp, "offer for " + name(answerer));
    }

    @Override
    public Passed answer(Exchange exchange, byte[] sdp, long now) {
        asked.add("answer");
        if (!forks.getOrDefault(exchange.callId(), Set.of()).contains(exchange.branch())) {
            return new Passed.Refused(488, "an answer without an offer");
        }
        return passed(sdp, "answer");
    }

    @Override
    public Passed echo(Exchange exchange, byte[] sdp, LegProfile offerer, long now) {
        asked.add("echo " + name(offerer));
        forks.computeIfAbsent(exchange.callId(), _ -> new TreeSet<>()).add(exchange.branch());
        return passed(sdp, "echo");
    }

    @Override
    public void release(String callId, String branch, long now) {
        Set<String> left = forks.get(callId);
        if (left != null) {
            left.remove(branch);
            if (left.isEmpty()) {
                forks.remove(callId);
            }
        }
    }

    @Override
    public void release(String callId, long now) {
        forks.remove(callId);
    }

    @Override
    public void report(String callId, java.util.function.Consumer<List<LegReport>> reply) {
        reply.accept(List.of());
    }

    private Passed passed(byte[] sdp, String as) {
        String text = new String(sdp, StandardCharsets.UTF_8);
        if (refuse != null && text.contains(refuse)) {
            return new Passed.Refused(488, "no m=audio with a \"codec\"");
        }
        return new Passed.Rewritten(
                (text + "a=relayed:" + as + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    static String name(LegProfile profile) {
        return profile.equals(LegProfile.BROWSER)
                ? "browser"
                : profile.equals(LegProfile.SIP_SDES) ? "sip-sdes" : "sip";
    }
}
