package jackfield.media.transcode;

import jackfield.media.opus.OpusOptions;
import java.util.List;

/// What is made of a stream.
///
/// @param voices what the sender may send
/// @param events keys that pass, with other numbers and clocks
/// @param noiseIn the payload type of comfort noise that comes (RFC 3389); -1 for none
/// @param noiseOut the payload type of comfort noise that may go; -1 for none
/// @param to what is sent
/// @param ptimeMs how much of it is in a packet: 10, 20, 40 or 60 ms; for others than Opus any 10
/// @param passes whether payloads that are in that codec already pass as they are
/// @param opus how Opus is encoded
public record TranscodePlan(
        List<Voice> voices,
        List<Event> events,
        int noiseIn,
        int noiseOut,
        Voice to,
        int ptimeMs,
        boolean passes,
        OpusOptions opus) {

    /// A codec and its payload type.
    public record Voice(int payloadType, AudioCodec codec) {
        public Voice {
            checkType(payloadType);
        }
    }

    /// Telephone events (RFC 4733): numbers and clock rates on both sides.
    public record Event(int from, int fromClock, int to, int toClock) {
        public Event {
            checkType(from);
            checkType(to);
            if (fromClock < 1 || toClock < 1) {
                throw new IllegalArgumentException("clock " + fromClock + ", " + toClock);
            }
        }
    }

    public TranscodePlan {
        voices = List.copyOf(voices);
        events = List.copyOf(events);
        boolean whole = ptimeMs % 10 == 0 && ptimeMs >= 10 && ptimeMs <= 60;
        boolean ofOpus = to.codec() != AudioCodec.OPUS || ptimeMs != 30 && ptimeMs != 50;
        if (voices.isEmpty() || !whole || !ofOpus) {
            throw new IllegalArgumentException(ptimeMs + " ms of " + to + " out of " + voices);
        }
    }

    /// The nearest packet time that `codec` can have.
    public static int ptime(AudioCodec codec, int wantedMs) {
        int ptime = Math.clamp(wantedMs / 10 * 10L, 10, 60);
        boolean odd = codec == AudioCodec.OPUS && (ptime == 30 || ptime == 50);
        return odd ? ptime - 10 : ptime;
    }

    private static void checkType(int payloadType) {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type " + payloadType);
        }
    }
}
