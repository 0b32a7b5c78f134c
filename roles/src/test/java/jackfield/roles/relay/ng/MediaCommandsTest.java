package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import jackfield.media.prompt.PcmClip;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.roles.relay.CallMedia;
import jackfield.roles.relay.CallMedia.MediaCommand;
import jackfield.roles.relay.CallMedia.Who;
import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.KeyBlocking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The NG commands for media, as the typed calls that they become.
class MediaCommandsTest {
    private static final PcmClip CLIP = new PcmClip(8000, new short[16_000]);

    private final List<Who> parties = new ArrayList<>();
    private final List<MediaCommand> commands = new ArrayList<>();
    private int asked;
    private final Talk talk = new Talk();
    private CallMedia.Answer next = new CallMedia.Answer.Done();
    private final NgCore ng =
            new NgCore(
                    new NgRelay(talk.relay, this::take, null),
                    (name, reply) ->
                            reply.accept(
                                    name.equals("hello.wav")
                                            ? new Parsed.Ok<>(CLIP)
                                            : new Parsed.Bad<>("no such file", name)),
                    null,
                    1_700_000_000L,
                    new Direct());

    private void take(
            String call,
            Who who,
            MediaCommand command,
            Consumer<CallMedia.Answer> reply,
            long now) {
        assertThat(call).isEqualTo("ng c");
        parties.add(who);
        commands.add(command);
        reply.accept(next);
    }

    @BeforeEach
    void call() {
        assertThat(ask("offer", "call-id", "c", "from-tag", "a", "sdp", Sdps.phone("0 101")))
                .containsEntry("result", "ok");
        assertThat(
                        ask(
                                "answer",
                                "call-id",
                                "c",
                                "from-tag",
                                "a",
                                "to-tag",
                                "b",
                                "sdp",
                                Sdps.phone("0 101")))
                .containsEntry("result", "ok");
        assertThat(commands).isEmpty();
    }

    @Test
    void recordingIsStartedPausedAndStopped() {
        ask("start recording", "call-id", "c", "metadata", "queue 7", "recording-file", "x");
        ask("pause recording", "call-id", "c");
        ask("stop recording", "call-id", "c", "pause", "yes");
        ask("stop recording", "call-id", "c");
        assertThat(commands)
                .containsExactly(
                        new MediaCommand.StartRecording("x", Map.of("metadata", "queue 7")),
                        new MediaCommand.PauseRecording(),
                        new MediaCommand.PauseRecording(),
                        new MediaCommand.StopRecording());
        commands.clear();
        ask("start recording", "call-id", "c", "recording-dir", "q", "recording-pattern", "%c");
        assertThat(commands)
                .containsExactly(
                        new MediaCommand.StartRecording(
                                new Recordings.Place(null, "q", "%c"), Map.of()));
    }

    @Test
    void anOfferMayAskForARecording() {
        ask(
                "offer",
                "call-id",
                "c",
                "from-tag",
                "a",
                "to-tag",
                "b",
                "record-call",
                "on",
                "sdp",
                Sdps.phone("0 101"));
        assertThat(commands).containsExactly(MediaCommand.StartRecording.USUAL);
    }

    @Test
    void aPartyIsMeantByItsAddressToo() {
        ask("block media", "call-id", "c", "address", "198.51.100.20");
        assertThat(parties).containsExactly(new Who.At("198.51.100.20"));
    }

    @Test
    void anOfferMayStopAllThatPasses() {
        String[] offer = {"call-id", "c", "from-tag", "a", "to-tag", "b", "sdp", Sdps.phone("0")};
        ask("offer", with(offer, "drop-traffic", "start"));
        ask("offer", with(offer, "drop-traffic", "stop"));
        assertThat(commands)
                .containsExactly(
                        new MediaCommand.Shut(Gate.BLOCKED), new MediaCommand.Shut(Gate.OPEN));
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void oneIsPlayedTo() {
        next = new CallMedia.Answer.Playing(2000);
        assertThat(
                        ask(
                                "play media",
                                "call-id",
                                "c",
                                "from-tag",
                                "a",
                                "file",
                                "hello.wav",
                                "repeat-times",
                                "3",
                                "repeat-duration",
                                "9000",
                                "start-pos",
                                "100"))
                .containsEntry("duration", "2000");
        assertThat(parties).containsExactly(new Who.Tagged("a"));
        assertThat(commands).containsExactly(new MediaCommand.Play(CLIP, new Extent(100, 3, 9000)));
        next = new CallMedia.Answer.Stopped(1234);
        assertThat(ask("stop media", "call-id", "c", "all", "all"))
                .containsEntry("last-frame-pos", "1234");
        assertThat(parties).last().isEqualTo(new Who.All());
    }

    @Test
    void whatCannotBePlayedIsSaid() {
        assertThat(why("play media", "call-id", "c", "from-tag", "a"))
                .isEqualTo("No media file specified");
        assertThat(why("play media", "call-id", "c", "from-tag", "a", "db-id", "7"))
                .startsWith("Unsupported: db-id");
        for (String[] each :
                new String[][] {
                    {"file", "other.wav", "no such file"},
                    {"blob", "noise", "WAV file"},
                    {"blob64", "%", "WAV file"}
                }) {
            Map<String, String> reply =
                    ask("play media", "call-id", "c", "from-tag", "a", each[0], each[1]);
            assertThat(reply)
                    .containsEntry("error-reason", "Failed to start media playback from file");
            assertThat(reply.get("warning")).contains(each[2]);
        }
        next = new CallMedia.Answer.Refused("Not currently playing media");
        assertThat(ask("stop media", "call-id", "c", "from-tag", "a"))
                .containsEntry("result", "ok");
        assertThat(why("play media", "call-id", "c", "from-tag", "x", "file", "hello.wav"))
                .isEqualTo("From-tag given, but no such tag exists");
        assertThat(why("play media", "call-id", "c", "file", "hello.wav"))
                .isEqualTo("No participant party specified");
        assertThat(why("play media", "call-id", "x", "from-tag", "a", "file", "hello.wav"))
                .isEqualTo("Unknown call-ID");
    }

    @Test
    void keysHaveTheirBounds() {
        ask("play DTMF", "call-id", "c", "from-tag", "b", "code", "5");
        ask(
                "play DTMF",
                "call-id",
                "c",
                "from-tag",
                "b",
                "digit",
                "*#",
                "duration",
                "9000",
                "pause",
                "1",
                "volume",
                "-20");
        assertThat(commands)
                .containsExactly(
                        new MediaCommand.PlayDtmf(List.of(5), 250, 100, 8),
                        new MediaCommand.PlayDtmf(List.of(10, 11), 5000, 100, 20));
        assertThat(why("play DTMF", "call-id", "c", "from-tag", "b"))
                .isEqualTo("Out of range 'code' specified");
        assertThat(why("play DTMF", "call-id", "c", "from-tag", "b", "code", "x"))
                .isEqualTo("Out of range 'code' specified");
    }

    @Test
    void mediaAndKeysAreBlockedAndSilenced() {
        ask("block media", "call-id", "c", "from-tag", "a");
        ask("silence media", "call-id", "c");
        ask("unblock media", "call-id", "c");
        ask("block DTMF", "call-id", "c", "from-tag", "a");
        ask("unblock DTMF", "call-id", "c");
        assertThat(commands)
                .containsExactly(
                        new MediaCommand.Shut(Gate.BLOCKED),
                        new MediaCommand.Shut(Gate.SILENCED),
                        new MediaCommand.Shut(Gate.OPEN),
                        new MediaCommand.BlockDtmf(KeyBlocking.DROP),
                        new MediaCommand.BlockDtmf(KeyBlocking.OFF));
        next = new CallMedia.Answer.Refused("No suitable audio to do this with");
        assertThat(why("block DTMF", "call-id", "c")).startsWith("No suitable audio");
    }

    private String why(String command, String... pairs) {
        Map<String, String> reply = ask(command, pairs);
        assertThat(reply).containsEntry("result", "error");
        return reply.getOrDefault("error-reason", "");
    }

    private Map<String, String> ask(String command, String... pairs) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("command", new NgValue.Text(command));
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put(pairs[i], new NgValue.Text(pairs[i + 1].replace("\n", "\r\n")));
        }
        String body =
                new String(
                        Bencode.write(new NgValue.Dictionary(entries)),
                        StandardCharsets.ISO_8859_1);
        String cookie = "c" + ++asked;
        byte[] reply =
                Objects.requireNonNull(
                        Direct.ask(
                                ng,
                                (cookie + " " + body).getBytes(StandardCharsets.ISO_8859_1),
                                1_000_000_000L));
        String text = new String(reply, StandardCharsets.ISO_8859_1);
        byte[] answer = text.substring(text.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1);
        Map<String, String> values = new LinkedHashMap<>();
        Bencode.read(answer)
                .orThrow()
                .entries()
                .forEach((key, value) -> {
                    if (value instanceof NgValue.Text(String each)) {
                        values.put(key, each);
                    } else if (value instanceof NgValue.Whole(long number)) {
                        values.put(key, Long.toString(number));
                    }
                });
        return values;
    }
}
