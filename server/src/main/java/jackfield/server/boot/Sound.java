package jackfield.server.boot;

import jackfield.base.Parsed;
import jackfield.media.prompt.PcmClip;
import jackfield.net.NodeClock;
import jackfield.roles.relay.CallMedia;
import jackfield.roles.relay.Prompts;
import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.ng.NgCore;
import jackfield.server.api.MediaApi;
import jackfield.server.config.Config;
import jackfield.server.config.RecordingSettings;
import jackfield.server.recording.PromptFolder;
import jackfield.server.recording.RecordingDesk;
import jackfield.server.recording.RecordingFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Recordings and prompts as they are set.
final class Sound {
    private static final int PATIENCE_SECONDS = 5;

    private Sound() {}

    /// Where calls are recorded.
    ///
    /// @param epochMs when the node's clock was 0 (ms since 1970)
    static Recordings recordings(
            Parts parts, NodeClock clock, long epochMs, RandomGenerator random, Stopping stopping) {
        Config config = parts.config();
        Optional<String> folder = config.get(RecordingSettings.FOLDER);
        if (folder.isEmpty()) {
            return Recordings.NONE;
        }
        var places =
                new RecordingDesk.Places(
                        Path.of(folder.get()).toAbsolutePath(),
                        RecordingFormat.valueOf(
                                config.get(RecordingSettings.FORMAT).toUpperCase(Locale.ROOT)),
                        config.get(RecordingSettings.PATTERN),
                        config.get(RecordingSettings.CALLS).equals("all"),
                        new RecordingDesk.Limits(
                                config.get(RecordingSettings.LONGEST),
                                config.get(RecordingSettings.LARGEST) * 1_000_000L,
                                config.get(RecordingSettings.DISK_FREE) * 1_000_000L));
        RecordingDesk desk = new RecordingDesk(places, epochMs, clock::now, random).start();
        stopping.first("finish recordings", desk::close);
        parts.metrics()
                .gauge("jackfield_recordings", "Recordings now.", desk::running)
                .counter(
                        "jackfield_recordings_finished",
                        "Recordings that ended with whole files.",
                        desk::finished)
                .counter(
                        "jackfield_recordings_failed",
                        "Recordings that could not be written.",
                        desk::failures)
                .counter(
                        "jackfield_recording_packets_dropped",
                        "Packets missing in recordings because the disk was too slow.",
                        desk::dropped);
        return named(desk);
    }

    /// The same, under the Call-IDs that people know.
    private static Recordings named(RecordingDesk desk) {
        return new Recordings() {
            @Override
            public Begun begin(Request request, long now) {
                return desk.begin(
                        new Request(
                                NgCore.named(request.callId()),
                                request.place(),
                                request.sides(),
                                request.metadata()),
                        now);
            }

            @Override
            public boolean recordsAll() {
                return desk.recordsAll();
            }
        };
    }

    /// What the API may do.
    static MediaApi.MediaView view(SignallingShard shard, Prompts prompts) {
        return new MediaApi.MediaView() {
            @Override
            public CallMedia.Answer command(
                    String callId, CallMedia.Who who, CallMedia.MediaCommand command) {
                return shard.media(callId, who, command);
            }

            @Override
            public Parsed<PcmClip> clip(String name) {
                CompletableFuture<Parsed<PcmClip>> found = new CompletableFuture<>();
                prompts.load(name, found::complete);
                return found.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            }
        };
    }

    /// Where files to play are found.
    static Prompts prompts(Parts parts) {
        Optional<String> folder = parts.config().get(RecordingSettings.PROMPTS);
        return folder.isEmpty() ? Prompts.NONE : new PromptFolder(Path.of(folder.get()));
    }
}
