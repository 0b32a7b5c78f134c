package jackfield.media.transcode;

/// Samples on their way from payloads to frames: first in, first out, at one rate.
final class Frames {
    private final short[] samples;
    private int head;
    private int tail;

    /// @param room the most samples it holds
    Frames(int room) {
        samples = new short[room];
    }

    int count() {
        return tail - head;
    }

    int room() {
        return samples.length - count();
    }

    /// Where samples may be written, from [#end()] on.
    short[] array() {
        return samples;
    }

    int start() {
        return head;
    }

    int end() {
        return tail;
    }

    /// Makes [#room()] all at the end.
    void compact() {
        if (head > 0) {
            System.arraycopy(samples, head, samples, 0, count());
            tail -= head;
            head = 0;
        }
    }

    void wrote(int count) {
        tail += count;
    }

    void read(int count) {
        head += count;
    }

    void clear() {
        head = 0;
        tail = 0;
    }
}
