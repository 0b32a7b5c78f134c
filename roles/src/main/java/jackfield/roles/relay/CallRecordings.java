package jackfield.roles.relay;

import jackfield.roles.relay.CallMedia.Answer;
import jackfield.roles.relay.CallMedia.MediaCommand.StartRecording;
import jackfield.roles.relay.Recordings.Recording;
import jackfield.roles.relay.Recordings.Side;
import jackfield.roles.relay.media.MediaPlane;
import jackfield.roles.relay.media.Tap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The recordings of calls: keeps them listening to the streams of the two who talk.
final class CallRecordings {
    private final MediaPlane media;
    private final Recordings recordings;
    private final Map<Long, Running> running = new HashMap<>();
    private final Map<Long, StartRecording> wanted = new HashMap<>();

    private static final class Running {
        final Recording recording;
        final long[] streams = new long[2];
        final List<Tap> taps = new ArrayList<>();
        List<Side> sides;

        Running(Recording recording, List<Side> sides) {
            this.recording = recording;
            this.sides = sides;
        }
    }

    CallRecordings(MediaPlane media, Recordings recordings) {
        this.media = media;
        this.recordings = recordings;
    }

    /// Begins, goes on after a pause, or notes that it is wanted as soon as two talk.
    Answer start(RelayedCall call, StartRecording start, long now) {
        Running runs = running.get(call.number());
        if (runs != null && runs.recording.isOver()) {
            stop(call, now);
        } else if (runs != null) {
            runs.recording.resume(now);
            return new Answer.Done();
        }
        wanted.put(call.number(), start);
        String why = follow(call, now);
        return why == null ? new Answer.Done() : new Answer.Refused(why);
    }

    Answer pause(RelayedCall call, long now) {
        Running runs = running.get(call.number());
        if (runs == null || runs.recording.isOver()) {
            return new Answer.Refused("Not currently recording");
        }
        runs.recording.pause(now);
        return new Answer.Done();
    }

    Answer stop(RelayedCall call, long now) {
        wanted.remove(call.number());
        Running runs = running.remove(call.number());
        if (runs == null) {
            return new Answer.Refused("Not currently recording");
        }
        for (int side = 0; side < runs.taps.size(); side++) {
            media.untap(runs.streams[side], runs.taps.get(side));
        }
        runs.recording.stop(now);
        return new Answer.Done();
    }

    /// How the recording of a call is, for people; empty where there is none.
    String state(RelayedCall call) {
        Running runs = running.get(call.number());
        return runs == null ? "" : runs.recording.state();
    }

    /// The call is over.
    void ended(RelayedCall call, long now) {
        if (wanted.containsKey(call.number()) || running.containsKey(call.number())) {
            stop(call, now);
        }
    }

    /// Something was agreed: begins what is wanted, and listens to the streams there are now. Why
    /// it cannot; null where all is well.
    @Nullable String follow(RelayedCall call, long now) {
        List<Line> pair = pair(call);
        if (pair.isEmpty()) {
            return null;
        }
        Running runs = running.get(call.number());
        if (runs == null) {
            StartRecording start = wanted.get(call.number());
            if (start == null && recordings.recordsAll()) {
                start = StartRecording.USUAL;
            }
            if (start == null) {
                return null;
            }
            wanted.remove(call.number());
            switch (recordings.begin(request(call, start, pair), now)) {
                case Recordings.Begun.Refused(String why) -> {
                    return why;
                }
                case Recordings.Begun.Running(Recording recording) -> {
                    runs = new Running(recording, sides(call, pair));
                    runs.taps.add(recording.tap(0));
                    runs.taps.add(recording.tap(1));
                    running.put(call.number(), runs);
                }
            }
        }
        List<Side> sides = sides(call, pair);
        if (!sides.equals(runs.sides)) {
            runs.sides = sides;
            runs.recording.sides(sides, now);
        }
        for (int side = 0; side < 2; side++) {
            long stream = pair.get(side).id();
            if (runs.streams[side] != stream) {
                if (runs.streams[side] != 0) {
                    media.untap(runs.streams[side], runs.taps.get(side));
                }
                runs.streams[side] = stream;
                media.tap(stream, runs.taps.get(side));
            }
        }
        return null;
    }

    private static Recordings.Request request(
            RelayedCall call, StartRecording start, List<Line> pair) {
        return new Recordings.Request(
                call.id(), start.place(), sides(call, pair), start.metadata());
    }

    private static List<Side> sides(RelayedCall call, List<Line> pair) {
        List<Side> sides = new ArrayList<>();
        for (Line line : pair) {
            Party party = call.owner(line);
            Line peer = call.line(line.peer());
            sides.add(new Side(party == null ? "" : party.tag(), line.sends(peer)));
        }
        return sides;
    }

    /// The audio of the two who talk, the caller's first; empty where nobody does.
    private static List<Line> pair(RelayedCall call) {
        for (MediaDialog dialog : call.dialogs().reversed()) {
            for (Line line : dialog.one().lines().values()) {
                Line peer = call.line(line.peer());
                if (line.isAgreed()
                        && line.kind().equals("audio")
                        && peer != null
                        && dialog.other().lines().containsValue(peer)) {
                    return List.of(line, peer);
                }
            }
        }
        return List.of();
    }
}
