package jackfield.bench.relay;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.bench.Machine;
import jackfield.bench.Voices;
import jackfield.media.transcode.AudioCodec;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpProfile;
import jackfield.rtc.srtp.SrtpWorkspace;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Calls through a relay: opened by offer and answer, deleted in the end.
final class Calls implements AutoCloseable {
    private static final String FIRST = "127.0.90.10";
    private static final String SECOND = "127.0.90.11";
    private static final String BROWSERS = "127.0.90.12";
    private static final Pattern PORT = Pattern.compile("(?m)^m=audio (\\d+) ");
    private static final Pattern ADDRESS = Pattern.compile("(?m)^c=IN IP4 (\\S+)\\s*$");

    /// So many gateways on each side share the calls that are not browsers'.
    private static final int GATEWAYS = 8;

    private static final int GATEWAY_DEPTH = 64;
    private static final int BROWSER_DEPTH = 4;

    /// So many browsers may be on their way in at once.
    private static final int HANDSHAKES = 20;

    private static final long PATIENCE_NS = 60_000_000_000L;

    private final Ng ng;
    private final LoadLoop loop;
    private final Mode mode;
    private final Dtls dtls;
    private final Window window;
    private final Random random;
    private final SrtpWorkspace work = new SrtpWorkspace();
    private final Map<AudioCodec, List<byte[]>> voices = new EnumMap<>(AudioCodec.class);
    private final List<String> ids = new ArrayList<>();
    private final List<LegEnd> legs = new ArrayList<>();
    private final List<LoadSocket> callers = new ArrayList<>();
    private final List<LoadSocket> callees = new ArrayList<>();

    /// @param dtls makes the handshakes of browsers
    Calls(Ng ng, LoadLoop loop, Mode mode, Dtls dtls, Window window, Random random) {
        this.ng = ng;
        this.loop = loop;
        this.mode = mode;
        this.dtls = dtls;
        this.window = window;
        this.random = random;
        for (int i = 0; i < GATEWAYS; i++) {
            callers.add(loop.open(FIRST, GATEWAY_DEPTH));
            callees.add(loop.open(SECOND, GATEWAY_DEPTH));
        }
    }

    /// Opens more calls, and waits until packets may flow on all of them.
    void open(int count) {
        for (int i = 0; i < count; i++) {
            open();
            awaitReady(HANDSHAKES);
        }
        awaitReady(0);
        Collections.shuffle(legs, random);
    }

    private void awaitReady(int most) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (legs.stream().filter(leg -> !leg.isReady()).count() > most) {
            loop.requireHealth();
            if (System.nanoTime() > end) {
                throw new BenchFailure("a browser found no way to the relay in time");
            }
            Machine.waitUntil(System.nanoTime() + 2_000_000);
        }
    }

    /// How browsers' legs are protected.
    String protection() {
        return legs.stream()
                .filter(BrowserEnd.class::isInstance)
                .map(leg -> String.valueOf(((BrowserEnd) leg).profile()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// All ends, in the order in which they are to send.
    List<LegEnd> legs() {
        return legs;
    }

    private void open() {
        String id = "bench-" + Long.toHexString(random.nextLong());
        int ssrc = random.nextInt() | 1;
        int gateway = ids.size() % GATEWAYS;
        LegEnd.Streams there = new LegEnd.Streams(ssrc, ssrc ^ 0x2, window);
        LegEnd caller =
                mode.isTranscoded()
                        ? voice(callers.get(gateway), there, AudioCodec.OPUS, 96)
                        : new LegEnd(callers.get(gateway), there);
        Map<String, Object> offer = message("offer", id);
        offer.put("sdp", sdp(caller, "RTP/AVP", ""));
        offer.put("transport-protocol", mode.protocol());
        offer.put("DTLS", mode.isBrowser() ? "passive" : "off");
        offer.put("ICE", mode.isBrowser() ? "force" : "remove");
        offer.put("rtcp-mux", List.of(mode.isBrowser() ? "require" : "demux"));
        if (mode.isTranscoded()) {
            offer.put("flags", List.of("trust-address", "codec-transcode-PCMU"));
        }
        ids.add(id);
        String offered = sdpOf(ng.ask(offer));

        LegEnd.Streams back = new LegEnd.Streams(ssrc ^ 0x2, ssrc, window);
        LegEnd callee = callee(gateway, back);
        if (caller instanceof VoiceEnd one && callee instanceof VoiceEnd other) {
            one.hears(other);
            other.hears(one);
        }
        Map<String, Object> answer = message("answer", id);
        answer.put("to-tag", "callee");
        answer.put("sdp", sdp(callee, mode.protocol(), more(callee, offered)));
        if (mode.isBrowser()) {
            answer.put("ICE", "remove");
        }
        Endpoint forCaller = remote(sdpOf(ng.ask(answer)));
        Endpoint forCallee = remote(offered);
        loop.execute(() -> {
            caller.remote(forCaller);
            caller.socket().attach(caller, forCaller.port());
            if (callee instanceof BrowserEnd browser) {
                callee.socket().attach(callee);
                loop.tend(browser);
                browser.begin(offered, forCallee, loop.now());
            } else {
                callee.remote(forCallee);
                callee.socket().attach(callee, forCallee.port());
            }
        });
        legs.add(caller);
        legs.add(callee);
    }

    private LegEnd callee(int gateway, LegEnd.Streams streams) {
        if (mode.isBrowser()) {
            return browser(streams);
        }
        LoadSocket socket = callees.get(gateway);
        return mode.isTranscoded()
                ? voice(socket, streams, AudioCodec.PCMU, 0)
                : new LegEnd(socket, streams);
    }

    private VoiceEnd voice(LoadSocket socket, LegEnd.Streams streams, AudioCodec codec, int type) {
        List<byte[]> packets =
                voices.computeIfAbsent(
                        codec, each -> Voices.packets(each, Arena.ofAuto().allocate(2048, 64)));
        return new VoiceEnd(socket, streams, codec, type, packets, random.nextInt(packets.size()));
    }

    private BrowserEnd browser(LegEnd.Streams streams) {
        return new BrowserEnd(
                loop, loop.open(BROWSERS, BROWSER_DEPTH), streams, dtls, work, random);
    }

    private String more(LegEnd callee, String offered) {
        SrtpProfile profile = mode.profile();
        if (callee instanceof BrowserEnd browser) {
            return browser.attributes();
        }
        return profile == null ? "" : secured(callee, profile, offered);
    }

    private static Map<String, Object> message(String command, String id) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("command", command);
        message.put("call-id", id);
        message.put("from-tag", "caller");
        message.put("replace", List.of("origin"));
        message.put("flags", List.of("trust-address"));
        return message;
    }

    private static String sdp(LegEnd leg, String protocol, String more) {
        Endpoint local = leg.socket().local;
        int type = leg instanceof VoiceEnd voice ? voice.payloadType() : 0;
        return String.join(
                        "\r\n",
                        "v=0",
                        "o=- 1 1 IN IP4 " + local.host(),
                        "s=-",
                        "c=IN IP4 " + local.host(),
                        "t=0 0",
                        "m=audio " + local.port() + " " + protocol + " " + type,
                        leg instanceof VoiceEnd voice ? voice.rtpmap() : "a=rtpmap:0 PCMU/8000",
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
        loop.execute(() ->
                leg.protect(
                        SrtpContext.outbound(
                                profile, key(profile, ours), salt(profile, ours), work),
                        SrtpContext.inbound(
                                profile, key(profile, theirs), salt(profile, theirs), work)));
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

    /// What the first group of `pattern` finds in a line of the SDP.
    static String line(String sdp, String pattern) {
        Matcher found = Pattern.compile("(?m)^" + pattern).matcher(sdp);
        if (!found.find()) {
            throw new BenchFailure("an SDP without " + pattern + ": " + sdp);
        }
        return found.group(1);
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
