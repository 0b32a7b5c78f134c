package jackfield.testkit.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real SIP phone: baresip, speaking a tone from a WAV file and recording what it hears, driven
/// through its control socket.
public final class Baresip implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Program program;
    private final Path folder;
    private final Socket control;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    /// What to start.
    ///
    /// @param account the address-of-record line, `<sip:bob@127.0.0.1;transport=tcp>;auth_pass=…`
    /// @param address where it binds, an address of 127.0.0.0/8 of its own
    /// @param toneHz the tone it speaks
    /// @param settings further lines of its configuration
    public record Setup(String account, String address, int toneHz, Map<String, String> settings) {}

    /// Starts a phone that keeps its files in `folder`.
    public static Baresip start(Path folder, Setup setup) {
        try {
            Files.createDirectories(folder);
            Path tone = Tone.write(folder.resolve("speak.wav"), setup.toneHz(), 90);
            Files.writeString(folder.resolve("accounts"), setup.account() + "\n");
            Files.writeString(folder.resolve("contacts"), "\n");
            Files.writeString(folder.resolve("config"), config(folder, setup, tone));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program program =
                Program.start("baresip", folder, List.of("baresip", "-4", "-f", folder.toString()));
        try {
            program.awaitOutput("baresip is ready");
            return new Baresip(program, folder, setup.address());
        } catch (IOException | AssertionError e) {
            program.close();
            throw new AssertionError("baresip does not start", e);
        }
    }

    private static String config(Path folder, Setup setup, Path tone) {
        StringBuilder more = new StringBuilder();
        setup.settings().forEach((key, value) -> more.append(key + " " + value + "\n"));
        return """
        poll_method epoll
        sip_listen %1$s:5060
        audio_player aufile,%2$s/unused.wav
        audio_source aufile,%3$s
        audio_alert aufile,%2$s/unused.wav
        ausrc_srate 48000
        auplay_srate 48000
        ausrc_channels 1
        auplay_channels 1
        opus_stereo no
        opus_sprop_stereo no
        rtp_ports 14000-14200
        audio_buffer 20-160
        snd_path %2$s
        module_path /usr/lib/baresip/modules
        module opus.so
        module g711.so
        module aufile.so
        module sndfile.so
        module srtp.so
        module uuid.so
        module_tmp account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen %1$s:4444
        %4$s\
        """
                .formatted(setup.address(), folder, tone, more);
    }

    private Baresip(Program program, Path folder, String address) throws IOException {
        this.program = program;
        this.folder = folder;
        control = new Socket();
        control.connect(new InetSocketAddress(address, 4444), 5_000);
        Thread.ofVirtual().name("baresip-events").start(this::read);
    }

    /// Sends one command, such as `dial` with `sip:alice@…`.
    public void command(String command, String parameter) {
        String json =
                JSON.writeValueAsString(
                        Map.of("command", command, "params", parameter, "token", command));
        try {
            OutputStream out = control.getOutputStream();
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            out.write((bytes.length + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(program.output(), e);
        }
    }

    public void dial(String uri) {
        command("dial", uri);
    }

    public void answer() {
        command("accept", "");
    }

    public void hangUp() {
        command("hangup", "");
    }

    public void hold() {
        command("hold", "");
    }

    public void resume() {
        command("resume", "");
    }

    /// Presses keys for a moment each, as RTP events.
    public void press(String digits) {
        command("sndcode", digits);
    }

    /// Waits until its registrar has said 200. It may have said so before anyone could listen to
    /// events, so its output is read.
    public void awaitRegistered() {
        program.awaitOutput(" 200 OK ");
    }

    /// Waits for an event such as `CALL_INCOMING`, `CALL_ESTABLISHED`, `CALL_CLOSED` and gives its
    /// parameter text.
    public String await(String type) {
        Patience.until(
                type,
                LIMIT,
                () -> event(type) != null,
                () -> "events " + events + "\n" + program.output());
        JsonNode event = event(type);
        events.remove(event);
        return event == null ? "" : event.path("param").asString("");
    }

    /// True when an event of this type is waiting.
    public boolean has(String type) {
        return event(type) != null;
    }

    /// The file of what it heard in its latest call.
    public Path heard() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
                    .max(java.util.Comparator.comparing(Path::getFileName))
                    .orElseThrow(() -> new AssertionError("nothing heard\n" + program.output()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it has heard another second of sound, and that was mostly a tone of `hz`. What
    /// it heard before, in this call or another, does not count.
    public void awaitTone(int hz) {
        Path before = hasRecording() ? heard() : null;
        double known = before == null ? 0 : Tone.seconds(before);
        Patience.until(
                "a tone of " + hz + " Hz",
                LIMIT,
                () -> hasRecording() && hasHeard(hz, heard().equals(before) ? known : 0),
                () ->
                        hasRecording()
                                ? "share %s, %s s were there, now %s s"
                                        .formatted(
                                                Tone.share(heard(), hz, 1.0),
                                                known,
                                                Tone.seconds(heard()))
                                : "no recording");
    }

    /// Waits until the last second it has heard was two tones together.
    public void awaitTones(int one, int other) {
        Patience.until(
                "tones of " + one + " and " + other + " Hz",
                LIMIT,
                () -> Tone.areBoth(Tone.share(heard(), one, 1.0), Tone.share(heard(), other, 1.0)),
                () ->
                        "shares %s and %s"
                                .formatted(
                                        Tone.share(heard(), one, 1.0),
                                        Tone.share(heard(), other, 1.0)));
    }

    /// Waits until what it heard in its latest call, which may be over, ends with a tone of `hz`.
    public void awaitHeard(int hz) {
        Patience.until(
                "a tone of " + hz + " Hz in a call",
                LIMIT,
                () -> hasRecording() && hasHeard(hz, 0),
                () -> hasRecording() ? "share " + Tone.share(heard(), hz, 1.0) : "no recording");
    }

    private boolean hasHeard(int hz, double known) {
        Path heard = heard();
        return Tone.seconds(heard) >= known + 1.0 && Tone.share(heard, hz, 1.0) > 0.6;
    }

    private boolean hasRecording() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith("-dec.wav"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String output() {
        return program.output();
    }

    @Override
    public void close() {
        try (program) {
            control.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable JsonNode event(String type) {
        for (JsonNode event : events) {
            if (event.path("type").asString("").equals(type)) {
                return event;
            }
        }
        return null;
    }

    private void read() {
        try {
            InputStream in = control.getInputStream();
            while (true) {
                int length = 0;
                for (int c = in.read(); c != ':'; c = in.read()) {
                    if (c < 0) {
                        return;
                    }
                    length = length * 10 + (c - '0');
                }
                JsonNode node = JSON.readTree(in.readNBytes(length));
                in.read(); // the comma of the netstring
                if (node.path("event").asBoolean(false)) {
                    events.add(node);
                }
            }
        } catch (IOException closed) {
            // the phone ended, or the test did
        }
    }
}
