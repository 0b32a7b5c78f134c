package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Tone;
import jackfield.testkit.peers.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two phones talk while the node records them, plays to them and presses keys for them.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RecordingTest {
    private static final int ALICE_HZ = 600;
    private static final int BOB_HZ = 1100;
    private static final int PROMPT_HZ = 1700;

    @TempDir Path folder;

    @Test
    void bothVoicesAreInTheirChannelsAndPromptsAndKeysReachThePhones() throws IOException {
        Path prompts = Files.createDirectories(folder.resolve("prompts"));
        Tone.write(prompts.resolve("prompt.wav"), PROMPT_HZ, 60);
        Path calls = folder.resolve("calls");
        Map<String, String> settings =
                Map.of(
                        "recording.folder", calls.toString(),
                        "recording.calls", "all",
                        "media.prompts", prompts.toString());
        try (Node node = Node.start(folder, Addresses.next(), settings);
                Baresip alice = phone(node, "alice", ALICE_HZ, "");
                Baresip bob = phone(node, "bob", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            alice.awaitTone(BOB_HZ);
            Patience.listen(Duration.ofSeconds(2));

            String id = CallReport.ids(node).getFirst();
            does(node, id, "play&file=prompt.wav");
            alice.awaitTone(PROMPT_HZ);
            bob.awaitTone(PROMPT_HZ);
            assertThat(does(node, id, "stop")).contains("positionMs");
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);

            CallReport call = CallReport.only(node);
            String caller = call.legs().getFirst().path("tag").asString("");
            // She speaks only once she is answered, and then she is recorded.
            int spoken = call.legs().getFirst().path("packetsIn").asInt();
            does(node, id, "dtmf&digits=5&party=" + caller);
            assertThat(bob.await("CALL_DTMF_START")).contains("5");
            Patience.listen(Duration.ofSeconds(1));
            assertThat(bob.has("CALL_DTMF_START")).isFalse();
            alice.hangUp();
            bob.await("CALL_CLOSED");

            Path wav = file(calls, ".wav");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wav)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file(calls, ".json")))
                    .contains(id)
                    .contains("\"packetsDropped\" : 0");
            double[][] sound = channels(wav);
            int from = first(sound[0]);
            int other = first(sound[1]);
            assertThat(Math.abs(from - other)).as("both begin together").isLessThan(16_000);
            int begin = Math.max(from, other) + 1600;
            assertThat(share(sound[0], begin, 8000, ALICE_HZ)).isGreaterThan(0.9);
            assertThat(share(sound[1], begin, 8000, BOB_HZ)).isGreaterThan(0.9);
            assertThat(share(sound[0], sound[0].length - 16_000, 8000, ALICE_HZ))
                    .isGreaterThan(0.6);
            assertThat(spoken).isGreaterThan(100);
            assertThat(sound[0].length).as("all she said").isGreaterThanOrEqualTo(160 * spoken);
        }
    }

    @Test
    void tsharkReadsTheCapture() throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        Map<String, String> settings =
                Map.of(
                        "recording.folder", calls.toString(),
                        "recording.calls", "all",
                        "recording.format", "pcap");
        try (Node node = Node.start(folder, Addresses.next(), settings);
                Baresip alice = phone(node, "alice", ALICE_HZ, "");
                Baresip bob = phone(node, "bob", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            alice.hangUp();
            bob.await("CALL_CLOSED");
            String streams =
                    run(
                            "tshark",
                            "-r",
                            file(calls, ".pcap").toString(),
                            "-d",
                            "udp.port==4000,rtp",
                            "-d",
                            "udp.port==4002,rtp",
                            "-q",
                            "-z",
                            "rtp,streams");
            assertThat(streams.lines().filter(line -> line.contains("g711U"))).hasSize(2);
        }
    }

    @Test
    void aPromptIsHeardOverTheVoice() throws IOException {
        Path prompts = Files.createDirectories(folder.resolve("prompts"));
        Tone.write(prompts.resolve("prompt.wav"), PROMPT_HZ, 60);
        Map<String, String> settings = Map.of("media.prompts", prompts.toString());
        try (Node node = Node.start(folder, Addresses.next(), settings);
                Baresip alice = phone(node, "alice", ALICE_HZ, "");
                Baresip bob = phone(node, "bob", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            alice.awaitTone(BOB_HZ);
            CallReport call = CallReport.only(node);
            String id = CallReport.ids(node).getFirst();
            try (Wire toBob = Wire.to(folder, call.peers().getLast())) {
                does(node, id, "play&mix=yes&file=prompt.wav");
                bob.awaitTones(ALICE_HZ, PROMPT_HZ);
                alice.awaitTones(BOB_HZ, PROMPT_HZ);
                toBob.awaitTones(ALICE_HZ, PROMPT_HZ);
                does(node, id, "stop");
                bob.awaitTone(ALICE_HZ);
                toBob.awaitTone(ALICE_HZ);
                alice.awaitTone(BOB_HZ);
                toBob.assertOneStream();
            }
            alice.hangUp();
            bob.await("CALL_CLOSED");
        }
    }

    @Test
    void theCommandRecordsPausesAndStops() throws IOException {
        Path calls = folder.resolve("calls");
        Map<String, String> settings = Map.of("recording.folder", calls.toString());
        try (Node node = Node.start(folder, Addresses.next(), settings);
                Baresip alice = phone(node, "alice", ALICE_HZ, "");
                Baresip bob = phone(node, "bob", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            String id = CallReport.ids(node).getFirst();
            assertThat(find(calls, "")).isEmpty();

            long[] first = recorded(node, id, "--pause", "paused");
            Patience.listen(Duration.ofSeconds(3));
            long[] second = recorded(node, id, "--stop", "ended");
            Path wav = file(calls, ".wav");
            Patience.listen(Duration.ofSeconds(2));
            assertThat(find(calls, ".part")).as("nothing after it").isEmpty();
            bob.awaitTone(ALICE_HZ);
            alice.hangUp();
            bob.await("CALL_CLOSED");

            double[][] sound = channels(wav);
            assertThat(sound[0].length / 160L)
                    .as("packets of 20 ms, of those that came while it ran")
                    .isBetween(first[0] + second[0] - 5, first[1] + second[1] + 5);
            int begin = Math.max(first(sound[0]), first(sound[1])) + 800;
            assertThat(begin).isLessThan(4000);
            int whole = sound[0].length - begin - 800;
            assertThat(share(sound[0], begin, whole, ALICE_HZ)).isGreaterThan(0.9);
            assertThat(share(sound[1], begin, whole, BOB_HZ)).isGreaterThan(0.9);
        }
    }

    @Test
    void aRecordingGoesOnThroughHoldAndResume() throws IOException {
        Path calls = folder.resolve("calls");
        Map<String, String> settings =
                Map.of("recording.folder", calls.toString(), "recording.calls", "all");
        try (Node node = Node.start(folder, Addresses.next(), settings);
                Baresip alice = phone(node, "alice", ALICE_HZ, "");
                Baresip bob = phone(node, "bob", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            alice.awaitTone(BOB_HZ);
            alice.hold();
            Patience.listen(Duration.ofSeconds(3));
            alice.resume();
            // Three seconds more of both; baresip itself keeps none of what it hears after a hold.
            List<Long> before = packets(node);
            Patience.until(
                    "both voices again",
                    Duration.ofSeconds(40),
                    () ->
                            packets(node).getFirst() >= before.getFirst() + 150
                                    && packets(node).getLast() >= before.getLast() + 150,
                    () -> CallReport.only(node).toString());
            alice.hangUp();
            bob.await("CALL_CLOSED");

            // The file gets its name once it is whole, which may be now: looked for twice, under
            // the one name and the other, it was found under none.
            Path wav = file(calls, ".wav");
            assertThat(find(calls, ".wav.part")).as("a second one").isEmpty();
            double[][] sound = channels(wav);
            int end = sound[0].length;
            assertThat(share(sound[1], first(sound[1]) + 1600, 8000, BOB_HZ)).isGreaterThan(0.9);
            assertThat(longestSilence(sound[1])).as("held, in samples").isGreaterThan(12_000);
            assertThat(share(sound[0], end - 10_000, 8000, ALICE_HZ)).isGreaterThan(0.9);
            assertThat(share(sound[1], end - 10_000, 8000, BOB_HZ)).isGreaterThan(0.9);
        }
    }

    /// The node is killed while it records, and started again: what it had written is listed, told
    /// to be cut, given out, and as long as sox finds it.
    @Test
    void aRecordingThatWasCutIsThereAfterwards() throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        Map<String, String> settings =
                Map.of("recording.folder", calls.toString(), "recording.calls", "all");
        String address = Addresses.next();
        String id;
        try (Node node = Node.start(folder, address, settings);
                Baresip alice = phone(node, "alice", ALICE_HZ, "");
                Baresip bob = phone(node, "bob", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            id = CallReport.ids(node).getFirst();
            Path part = file(calls, ".wav.part");
            Patience.until(
                    "four seconds of it on the disk",
                    Duration.ofSeconds(20),
                    () -> part.toFile().length() > 44 + 4 * 32_000,
                    () -> part.toFile().length() + " bytes");
            assertThat(node.api("/api/recordings")).contains("\"recordings\":[]");
            node.program().kill();
        }
        assertThat(find(calls, ".json")).isEmpty();
        try (Node node = Node.start(folder, address, settings)) {
            Path wav = file(calls, ".wav");
            assertThat(Files.readString(file(calls, ".json"))).contains(id);
            JsonNode listed =
                    JsonMapper.shared()
                            .readTree(node.api("/api/recordings"))
                            .path("recordings")
                            .path(0);
            assertThat(listed.path("callId").asString("")).isEqualTo(id);
            assertThat(listed.path("cut").asBoolean()).isTrue();
            double seconds = listed.path("seconds").asDouble();
            assertThat(seconds).isGreaterThanOrEqualTo(4);
            assertThat(Double.parseDouble(run("soxi", "-D", wav.toString()).strip()))
                    .isCloseTo(seconds, within(0.002));
            Patience.until(
                    "nothing unfinished",
                    Duration.ofSeconds(10),
                    () -> find(calls, ".part").isEmpty(),
                    () -> String.valueOf(find(calls, "")));
            double[][] sound = channels(wav);
            int begin = Math.max(first(sound[0]), first(sound[1])) + 1600;
            assertThat(share(sound[0], begin, 8000, ALICE_HZ)).isGreaterThan(0.9);
            assertThat(share(sound[1], begin, 8000, BOB_HZ)).isGreaterThan(0.9);
        }
    }

    /// Records for some seconds by the command.
    ///
    /// @return how many of the caller's packets came meanwhile, at least and at most
    private static long[] recorded(Node node, String id, String end, String says) {
        long before = CallReport.only(node).legs().getFirst().path("packetsIn").asLong();
        assertThat(node.tool("record", id)).contains("recorded");
        long begun = CallReport.only(node).legs().getFirst().path("packetsIn").asLong();
        Patience.listen(Duration.ofSeconds(3));
        long last = CallReport.only(node).legs().getFirst().path("packetsIn").asLong();
        assertThat(node.tool("record", id, end)).contains(says);
        long after = CallReport.only(node).legs().getFirst().path("packetsIn").asLong();
        return new long[] {last - begun, after - before};
    }

    /// What has come from each side.
    private static List<Long> packets(Node node) {
        return CallReport.only(node).legs().stream()
                .map(leg -> leg.path("packetsIn").asLong())
                .toList();
    }

    private static int longestSilence(double[] sound) {
        int longest = 0;
        int silent = 0;
        for (int i = first(sound); i < sound.length; i++) {
            silent = Math.abs(sound[i]) < 0.01 ? silent + 1 : 0;
            longest = Math.max(longest, silent);
        }
        return longest;
    }

    private Baresip phone(Node node, String user, int hz, String more) {
        return Phones.registered(folder, node, user, "udp", hz, more);
    }

    private static String does(Node node, String call, String what) {
        String id = URLEncoder.encode(call, StandardCharsets.UTF_8);
        HttpResponse<String> answer = node.post("/api/calls/" + id + "/media?do=" + what);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static Path file(Path folder, String kind) {
        Patience.until(
                "a recording " + kind,
                Duration.ofSeconds(30),
                () -> find(folder, kind).size() == 1,
                () -> String.valueOf(find(folder, "")));
        return find(folder, kind).getFirst();
    }

    private static List<Path> find(Path folder, String kind) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(kind)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[][] channels(Path wav) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getShort(22)).isEqualTo((short) 2);
        assertThat(in.getInt(24)).isEqualTo(8000);
        double[][] sound = new double[2][(in.limit() - 44) / 4];
        for (int i = 0; i < sound[0].length; i++) {
            sound[0][i] = in.getShort(44 + 4 * i) / 32768.0;
            sound[1][i] = in.getShort(46 + 4 * i) / 32768.0;
        }
        return sound;
    }

    private static int first(double[] sound) {
        int at = 0;
        while (at < sound.length && Math.abs(sound[at]) < 0.05) {
            at++;
        }
        return at;
    }

    /// How much of the power from `at` on is at `hz`.
    private static double share(double[] sound, int at, int count, int hz) {
        double inTone = 0;
        double all = 0;
        for (int block = at; block + 160 <= at + count; block += 160) {
            double sin = 0;
            double cos = 0;
            for (int i = 0; i < 160; i++) {
                double angle = 2 * Math.PI * hz * i / 8000;
                sin += sound[block + i] * Math.sin(angle);
                cos += sound[block + i] * Math.cos(angle);
                all += sound[block + i] * sound[block + i];
            }
            inTone += (sin * sin + cos * cos) / 80;
        }
        return all == 0 ? 0 : inTone / all;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
