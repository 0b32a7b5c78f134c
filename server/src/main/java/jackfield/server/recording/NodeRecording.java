package jackfield.server.recording;

import jackfield.media.record.OggOpusRecorder;
import jackfield.media.record.PcapRecorder;
import jackfield.media.record.Recorder;
import jackfield.media.record.Voice;
import jackfield.media.record.WavRecorder;
import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.Recordings.Side;
import jackfield.roles.relay.media.Tap;
import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One recording: its handle for the relay, and what the thread that writes keeps of it.
final class NodeRecording implements Recordings.Recording {
    private static final int PCAP_SIDES = 2;

    private final RecordingDesk desk;
    private final Recordings.Request request;
    private final Path name;
    private final RecordingFormat format;
    private final long begun;
    private final AtomicLong missed = new AtomicLong();
    private final RtpPacket window = new RtpPacket();
    private final List<PartFile> files = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final List<Set<String>> spoken = new ArrayList<>();
    private @Nullable PartFile story;
    private boolean failed;
    private volatile boolean paused;
    private volatile String ended = "";

    /// @param name of its files, without what says their kind
    NodeRecording(
            RecordingDesk desk,
            Recordings.Request request,
            Path name,
            RecordingFormat format,
            long begun) {
        this.desk = desk;
        this.request = request;
        this.name = name;
        this.format = format;
        this.begun = begun;
        request.sides().forEach(side -> spoken.add(new HashSet<>(side.encodings().values())));
    }

    @Override
    public Tap tap(int side) {
        return (packet, length, now) -> desk.ring().put(this, side, packet, length, now);
    }

    @Override
    public void pause(long now) {
        paused = true;
        desk.later(() -> each(recorder -> recorder.pause(now)));
    }

    @Override
    public void resume(long now) {
        paused = false;
        desk.later(() -> each(recorder -> recorder.resume(now)));
    }

    @Override
    public void stop(long now) {
        desk.later(() -> desk.end(this, now, "asked"));
    }

    @Override
    public void sides(List<Side> sides, long now) {
        desk.later(() -> speak(sides));
    }

    @Override
    public String state() {
        String why = ended;
        return why.isEmpty() ? paused ? "paused" : "running" : "ended: " + why;
    }

    @Override
    public boolean isOver() {
        return !ended.isEmpty();
    }

    /// It is over, and why.
    void ended(String why) {
        ended = why;
    }

    /// Why it is over; empty while it runs.
    String ended() {
        return ended;
    }

    /// Bytes of its files.
    long bytes() {
        return files.stream().mapToLong(PartFile::length).sum();
    }

    /// A packet did not find room on its way.
    void missed() {
        missed.incrementAndGet();
    }

    long missing() {
        return missed.get();
    }

    Recordings.Request request() {
        return request;
    }

    Path name() {
        return name;
    }

    long begun() {
        return begun;
    }

    boolean hasFailed() {
        return failed;
    }

    List<PartFile> files() {
        return files;
    }

    /// What comes next is for the thread that writes.
    void open(long epochMs) {
        try {
            Path folder = name.getParent();
            if (folder != null) {
                desk.make(folder);
            }
            PartFile told = PartFile.create(beside(RecordingStory.JSON));
            story = told;
            told.append(RecordingStory.begun(this, epochMs));
            switch (format) {
                case WAV -> wav("", request.sides());
                case PCAP ->
                        recorders.add(
                                new PcapRecorder(
                                        file(".pcap"),
                                        List.of(
                                                PcapRecorder.Path.example(0),
                                                PcapRecorder.Path.example(PCAP_SIDES - 1)),
                                        epochMs + begun / 1_000_000,
                                        begun));
                case OGG -> {
                    for (int side = 0; side < request.sides().size(); side++) {
                        ogg(side);
                    }
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void ogg(int side) throws IOException {
        String which = side == 0 ? "-caller" : "-callee";
        Side party = request.sides().get(side);
        for (Map.Entry<Integer, String> each : party.encodings().entrySet()) {
            if (each.getValue().equalsIgnoreCase("opus")) {
                recorders.add(
                        new OggOpusRecorder(
                                file(which + ".opus"), side, each.getKey(), 1, side + 1, begun));
                return;
            }
        }
        // A file of one channel: its side is the first.
        int rate = rate(List.of(party));
        var wav = new WavRecorder(file(which + ".wav"), rate, List.of(voices(party, rate)), begun);
        recorders.add(side == 0 ? wav : new OnlySide(wav, side));
    }

    private void wav(String which, List<Side> sides) throws IOException {
        int rate = rate(sides);
        recorders.add(
                new WavRecorder(
                        file(which + ".wav"),
                        rate,
                        sides.stream().map(side -> voices(side, rate)).toList(),
                        begun));
    }

    /// The sides have agreed on other codecs. A side whose Opus file cannot hold what it speaks now
    /// goes on in a WAV file of the same length.
    private void speak(List<Side> sides) {
        try {
            for (int side = 0; side < sides.size() && !failed; side++) {
                speak(sides.get(side), side);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void speak(Side party, int side) throws IOException {
        for (Map.Entry<Integer, String> each : party.encodings().entrySet()) {
            spoken.get(side).add(each.getValue());
        }
        boolean wav = false;
        for (Recorder each : List.copyOf(recorders)) {
            Recorder inner = each instanceof OnlySide(Recorder recorder, int _) ? recorder : each;
            boolean own = !(each instanceof OnlySide(Recorder _, int which)) || which == side;
            if (inner instanceof WavRecorder recorder && own) {
                boolean only = format == RecordingFormat.OGG;
                wav |= !only || each instanceof OnlySide || side == 0;
                recorder.voices(only ? 0 : side, voices(party, recorder.rate()));
            }
        }
        boolean opus = party.encodings().values().stream().anyMatch("opus"::equalsIgnoreCase);
        if (format == RecordingFormat.OGG && !wav && !opus) {
            String which = side == 0 ? "-caller" : "-callee";
            int rate = rate(List.of(party));
            recorders.add(
                    new OnlySide(
                            new WavRecorder(
                                    file(which + ".wav"),
                                    rate,
                                    List.of(voices(party, rate)),
                                    begun),
                            side));
        }
    }

    /// The names of all codecs that a side has spoken.
    List<String> spoken(int side) {
        return spoken.get(side).stream().sorted().toList();
    }

    private static int rate(List<Side> sides) {
        return sides.stream()
                .flatMap(side -> side.encodings().values().stream())
                .mapToInt(Voice::rateOf)
                .max()
                .orElse(8000);
    }

    private static Map<Integer, Voice> voices(Side side, int rate) {
        Map<Integer, Voice> voices = new HashMap<>();
        side.encodings()
                .forEach((type, encoding) -> {
                    Voice voice = Voice.of(encoding, rate);
                    if (voice != null) {
                        voices.put(type, voice);
                    }
                });
        return voices;
    }

    private PartFile file(String kind) throws IOException {
        PartFile file = PartFile.create(beside(kind));
        files.add(file);
        return file;
    }

    private Path beside(String kind) {
        return name.resolveSibling(name.getFileName() + kind);
    }

    /// Writes the `.json` beside its files, which are whole.
    void tell(ByteBuffer all) throws IOException {
        PartFile told = story == null ? PartFile.create(beside(RecordingStory.JSON)) : story;
        told.replace(all);
        told.finish();
    }

    void packet(PacketRing.Slot slot) {
        if (window.wrap(slot.bytes, slot.length)) {
            each(recorder -> recorder.packet(slot.side, slot.bytes, window, slot.at));
        }
    }

    void advance(long now) {
        each(recorder -> recorder.advance(now));
    }

    /// Ends the files; true where they are whole.
    boolean finish(long now) {
        each(recorder -> recorder.finish(now));
        if (!failed) {
            try {
                for (PartFile file : files) {
                    file.finish();
                }
                return true;
            } catch (IOException e) {
                fail(e);
            }
        }
        files.forEach(PartFile::abandon);
        if (story != null) {
            story.abandon();
        }
        return false;
    }

    long durationMs(long now) {
        return recorders.isEmpty() ? 0 : recorders.getFirst().durationMs(now);
    }

    long skipped() {
        return recorders.stream().mapToLong(Recorder::skipped).sum();
    }

    private interface Step {
        void with(Recorder recorder) throws IOException;
    }

    private void each(Step step) {
        if (failed) {
            return;
        }
        try {
            for (Recorder recorder : recorders) {
                step.with(recorder);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException why) {
        failed = true;
        desk.failed(this, why);
    }
}
