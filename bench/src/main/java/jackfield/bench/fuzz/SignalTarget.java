package jackfield.bench.fuzz;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.roles.p2p.Json;
import jackfield.roles.p2p.SignalAccess;
import jackfield.roles.p2p.SignalCore;
import jackfield.roles.p2p.SignalJson;
import jackfield.roles.p2p.SignalOutput;
import jackfield.roles.p2p.SignalSettings;
import jackfield.server.boot.SignalJackson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What pages say at `/signal`, a message on each line: the first character says which of four
/// connections it comes from, the last of them a nameless one. What is read is written and read
/// again, and whatever is said, nothing is left of it when all have gone.
final class SignalTarget implements Target {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_LINES = 40;
    private static final List<String> TOKENS = List.of("alice", "bob", "bob", "");

    private static final String OFFER =
            "{'type':'call-offer','toId':'bob','callId':'c1','callType':'video',"
                    + "'offer':{'type':'offer','sdp':'v=0'}}";

    private final SignalJson json = new SignalJackson();

    @Override
    public String name() {
        return "signal";
    }

    @SuppressWarnings(
            "StringConcatToTextBlock") // a line is a message of some page, and may hold \n
    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "0" + OFFER,
                        "0"
                                + OFFER
                                + "\n1{'type':'call-answer','toId':'alice','callId':'c1','answer':"
                                + "{'type':'answer','sdp':'v'}}\n0{'type':'ice-candidate','toId':'bob',"
                                + "'callId':'c1','candidates':[{'candidate':'x','sdpMid':'0'}]}\n"
                                + "1{'type':'call-renegotiate','toId':'alice','callId':'c1','offer':"
                                + "{'sdp':'v'}}\n0{'type':'call-end','toId':'bob','callId':'c1'}",
                        "0{'type':'ice-candidate','toId':'bob','candidate':{'candidate':'x'}}\n0"
                                + OFFER
                                + "\n2{'type':'call-reject','toId':'alice','callId':'c1'}\n"
                                + "1{'type':'call-busy','toId':'alice','callId':'c1'}",
                        "1{'type':'presence-subscribe','users':['alice','carol']}\n"
                                + "0{'type':'settings','callWaiting':true,'away':true}\n"
                                + "0{'type':'presence','away':false}\n"
                                + "1{'type':'presence-unsubscribe','users':['alice']}",
                        "0{'type':'room-join','room':'r'}\n1{'type':'room-join','room':'r'}\n"
                                + "0{'type':'message','room':'r','text':'é \\ud83d'}\n"
                                + "1{'type':'room-leave','room':'r'}",
                        "0{'type':'message','toId':'bob','text':'x','id':'1'}\n"
                                + "0{'type':'signal','toId':'bob','data':{'a':[1,2.50,null,-0,1e9]}}",
                        "3{'type':'auth','token':'alice','device':'x'}\n3{'type':'ping','id':7}\n"
                                + "3{'type':'auth','user':'bob','password':'no'}\n3"
                                + OFFER
                                + "\n3{'type':'sign-out'}")
                .map(each -> bytes(each.replace('\'', '"')))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<byte[]> words() {
        return Stream.of(
                        "\"type\":",
                        "\"toId\":\"alice\"",
                        "\"toId\":\"bob\"",
                        "\"callId\":\"c1\"",
                        "\"callId\":\"c2\"",
                        "\"device\":\"x\"",
                        "\"token\":\"bob\"",
                        "\"room\":\"r\"",
                        "\"call-ringing\"",
                        "\"call-cancel\"",
                        "\"call-renegotiate-answer\"",
                        "\"candidates\":[",
                        "\\ud83d",
                        "\\u0000",
                        "null",
                        "true",
                        "-1e99999",
                        "[[[[[[[[",
                        "{}",
                        "\n0",
                        "\n1",
                        "\n2",
                        "\n3")
                .map(SignalTarget::bytes)
                .toList();
    }

    @Override
    public long run(byte[] input) {
        World world = new World();
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", MOST_LINES + 1);
        for (int i = 0; i < Math.min(lines.length, MOST_LINES); i++) {
            if (!lines[i].isEmpty()) {
                String text = lines[i].substring(1);
                comesBack(text);
                world.says(lines[i].charAt(0) & 3, text);
            }
        }
        world.ends();
        return world.heard.hashCode();
    }

    private void comesBack(String text) {
        if (json.read(text) instanceof Parsed.Ok<Json.Members>(Json.Members read)
                && !json.read(json.write(read)).equals(new Parsed.Ok<>(read))) {
            throw new AssertionError("what was read is not what was written");
        }
    }

    /// A core and its four connections.
    private final class World {
        private final SignalCore core =
                new SignalCore(
                        SignalSettings.DEFAULT, new Everybody(), json, new SplittableRandom(1));
        private final List<Flow> flows = new ArrayList<>();
        private long now = SECOND;
        private final Set<Long> heard = new HashSet<>();

        World() {
            for (int i = 0; i < TOKENS.size(); i++) {
                Flow flow =
                        new Flow(
                                i + 1,
                                Transport.WSS,
                                Endpoint.ipv4(0x7f000001, 443),
                                Endpoint.ipv4(0x0a000001 + i, 5));
                flows.add(flow);
                String token = TOKENS.get(i);
                core.opened(flow, token.isEmpty() ? null : token, "d" + i, now, _ -> {});
            }
        }

        void says(int who, String text) {
            now += SECOND / 10;
            core.receive(flows.get(who), text, now, this::hears);
        }

        private void hears(SignalOutput output) {
            long kind =
                    switch (output) {
                        case SignalOutput.Send(Flow flow, String text) -> {
                            Json.Members told = json.read(text).orThrow();
                            yield flow.id() * 31 + kind(told);
                        }
                        case SignalOutput.Close(Flow flow, int code, String _) ->
                                flow.id() * 31 + code;
                        default -> output.getClass().getSimpleName().hashCode();
                    };
            heard.add(kind);
        }

        private static long kind(Json.Members told) {
            return told.members().get("type") instanceof Json.Text(String type)
                    ? type.hashCode() * 7L + String.valueOf(told.members().get("code")).hashCode()
                    : 0;
        }

        void ends() {
            flows.forEach(flow -> core.closed(flow, now, this::hears));
            for (int i = 0; i < 1_000 && core.deadline() != Deadlines.NEVER; i++) {
                now = Math.max(now, core.deadline());
                core.wake(now, this::hears);
            }
            core.sizes()
                    .forEach((what, left) -> {
                        if (left != 0) {
                            throw new AssertionError(left + " " + what + " are left");
                        }
                    });
        }
    }

    /// Everybody's token and password is their name.
    private static final class Everybody implements SignalAccess {
        @Override
        public Verdict check(Credentials credentials) {
            return switch (credentials) {
                case Credentials.Token(String token) -> verdict(token, token);
                case Credentials.Password(String user, String password) -> verdict(user, password);
            };
        }

        private static Verdict verdict(String user, String password) {
            return TOKENS.contains(user) && !user.isEmpty() && user.equals(password)
                    ? new Verdict.Known(user)
                    : new Verdict.Refused("nobody");
        }

        @Override
        public boolean isUser(String user) {
            return TOKENS.contains(user);
        }

        @Override
        public String name(String address, String from) {
            return address;
        }
    }
}
