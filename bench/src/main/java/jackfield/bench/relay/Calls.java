package jackfield.bench.relay;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.net.udp.Opened;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpProfile;
import jackfield.rtc.srtp.SrtpWorkspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls through a relay: opened by offer and answer, deleted in the end.
final class Calls implements AutoCloseable {
    private static final String FIRST = "127.0.90.10";
    private static final String SECOND = "127.0.90.11";
    private static final Pattern PORT = Pattern.compile("(?m)^m=audio (\\d+) ");
    private static final Pattern ADDRESS = Pattern.compile("(?m)^c=IN IP4 (\\S+)\\s*$");

    private final Ng ng;
    private final UdpLoop loop;
    private final Mode mode;
    private final Window window;
    private final Random random;
    private final SrtpWorkspace work = new SrtpWorkspace();
    private final List<String> ids = new ArrayList<>();
    private final List<LegEnd> legs = new ArrayList<>();

    Calls(Ng ng, UdpLoop loop, Mode mode, Window window, Random random) {
        this.ng = ng;
        this.loop = loop;
        this.mode = mode;
        this.window = window;
        this.random = random;
    }

    void open(int count) {
        for (int i = 0; i < count; i++) {
            open();
        }
        Collections.shuffle(legs, random);
    }

    /// All ends, in the order in which they are to send.
    List<LegEnd> legs() {
        return legs;
    }

    private void open() {
        String id = "bench-" + Long.toHexString(random.nextLong());
        int ssrc = random.nextInt() | 1;
        LegEnd caller = new LegEnd(socket(FIRST), ssrc, ssrc ^ 0x2, window);
        LegEnd callee = new LegEnd(socket(SECOND), ssrc ^ 0x2, ssrc, window);
        SrtpProfile profile = mode.profile();

        Map<String, Object> offer = message("offer", id);
        offer.put("sdp", sdp(caller, "RTP/AVP", ""));
        offer.put("transport-protocol", profile == null ? "RTP/AVP" : "RTP/SAVP");
        offer.put("DTLS", "off");
        offer.put("ICE", "remove");
        ids.add(id);
        String offered = sdpOf(ng.ask(offer));

        Map<String, Object> answer = message("answer", id);
        answer.put("to-tag", "callee");
        if (profile == null) {
            answer.put("sdp", sdp(callee, "RTP/AVP", ""));
        } else {
            answer.put("sdp", sdp(callee, "RTP/SAVP", secured(callee, profile, offered)));
        }
        caller.remote(remote(sdpOf(ng.ask(answer))));
        callee.remote(remote(offered));
        caller.socket().attach(caller);
        callee.socket().attach(callee);
        legs.add(caller);
        legs.add(callee);
    }

    private static Map<String, Object> message(String command, String id) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("command", command);
        message.put("call-id", id);
        message.put("from-tag", "caller");
        message.put("replace", List.of("origin"));
        message.put("flags", List.of("trust-address"));
        message.put("rtcp-mux", List.of("demux"));
        return message;
    }

    private UdpSocket socket(String address) {
        Endpoint any = Objects.requireNonNull(Endpoint.literal(address, 0));
        return switch (loop.open(any)) {
            case Opened.Ok(UdpSocket socket) -> socket;
            case Opened.Refused(Endpoint _, boolean _, String reason) ->
                    throw new BenchFailure("no socket on " + address + ": " + reason);
        };
    }

    private static String sdp(LegEnd leg, String protocol, String more) {
        Endpoint local = leg.socket().local();
        return String.join(
                        "\r\n",
                        "v=0",
                        "o=- 1 1 IN IP4 " + local.host(),
                        "s=-",
                        "c=IN IP4 " + local.host(),
                        "t=0 0",
                        "m=audio " + local.port() + " " + protocol + " 0",
                        "a=rtpmap:0 PCMU/8000",
                        "a=ptime:20",
                        "a=sendrecv",
                        more)
                + (more.isEmpty() ? "" : "\r\n");
    }

    /// Agrees to the relay's key of this profile; our own, as a line for the answer.
    private String secured(LegEnd leg, SrtpProfile profile, String offered) {
        Matcher crypto =
                Pattern.compile(
                                "(?m)^a=crypto:(\\d+) "
                                        + Pattern.quote(profile.sdesName())
                                        + " inline:([A-Za-z0-9+/=]+)")
                        .matcher(offered);
        if (!crypto.find()) {
            throw new BenchFailure("no " + profile.sdesName() + " was offered");
        }
        byte[] ours = new byte[profile.keyBytes() + profile.saltBytes()];
        random.nextBytes(ours);
        byte[] theirs = decoded(crypto.group(2), ours.length);
        leg.protect(
                SrtpContext.outbound(profile, key(profile, ours), salt(profile, ours), work),
                SrtpContext.inbound(profile, key(profile, theirs), salt(profile, theirs), work));
        return "a=crypto:%s %s inline:%s"
                .formatted(
                        crypto.group(1),
                        profile.sdesName(),
                        Base64.getEncoder().encodeToString(ours));
    }

    private static byte[] decoded(String base64, int length) {
        byte[] key = Base64.getDecoder().decode(base64);
        if (key.length != length) {
            throw new BenchFailure("a key of " + key.length + " bytes instead of " + length);
        }
        return key;
    }

    private static byte[] key(SrtpProfile profile, byte[] both) {
        return Arrays.copyOf(both, profile.keyBytes());
    }

    private static byte[] salt(SrtpProfile profile, byte[] both) {
        return Arrays.copyOfRange(both, profile.keyBytes(), both.length);
    }

    private static String sdpOf(Map<String, String> reply) {
        String sdp = reply.get("sdp");
        if (sdp == null) {
            throw new BenchFailure("a reply without SDP: " + reply);
        }
        return sdp;
    }

    private static Endpoint remote(String sdp) {
        Matcher port = PORT.matcher(sdp);
        Matcher address = ADDRESS.matcher(sdp);
        if (!port.find() || !address.find()) {
            throw new BenchFailure("an SDP without address or port: " + sdp);
        }
        return Objects.requireNonNull(
                Endpoint.literal(address.group(1), Integer.parseInt(port.group(1))));
    }

    /// Deletes the calls; the sockets are the loop's to close.
    @Override
    public void close() {
        for (String id : ids) {
            Map<String, Object> delete = new LinkedHashMap<>();
            delete.put("command", "delete");
            delete.put("call-id", id);
            delete.put("from-tag", "caller");
            delete.put("delete-delay", "0");
            ng.ask(delete);
        }
    }
}
