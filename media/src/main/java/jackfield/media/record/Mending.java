package jackfield.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Makes whole files of those that were cut: what their last write left half is taken away, and
/// what a file tells of its length is made true. Each gives how long the recording is (ms), or
/// [#NOTHING] where the file holds none of it.
public final class Mending {
    /// There is nothing to be mended.
    public static final long NOTHING = -1;

    private static final int OGG_HEADER = 27;
    private static final int OGG_LONGEST = OGG_HEADER + 255 + 255 * 255;
    private static final int PCAP_HEADER = 24;
    private static final int PCAP_RECORD = 16;
    private static final int PCAP_LONGEST = 0x40000;
    private static final int READ_AT_ONCE = 1 << 20;

    private Mending() {}

    /// A WAV as [WavRecorder] writes it: its sizes become those of the file, in whole frames.
    public static long wav(CutFile file) throws IOException {
        ByteBuffer header = read(file, 0, WavWriter.HEADER);
        if (header.limit() < WavWriter.HEADER
                || !says(header, 0, "RIFF")
                || !says(header, 36, "data")) {
            return NOTHING;
        }
        int rate = header.getInt(24);
        int frame = header.getShort(32);
        if (rate <= 0 || frame <= 0) {
            return NOTHING;
        }
        long sound = Math.min(file.length() - WavWriter.HEADER, WavWriter.MOST) / frame * frame;
        file.truncate(WavWriter.HEADER + sound);
        file.overwrite(4, number(WavWriter.HEADER - 8 + sound));
        file.overwrite(WavWriter.HEADER - 4, number(sound));
        return sound / frame * 1000 / rate;
    }

    private static ByteBuffer number(long value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .flip();
    }

    /// An Ogg Opus file: its last whole page becomes the end of the stream (RFC 3533 section 6).
    public static long ogg(CutFile file) throws IOException {
        long at = 0;
        long last = -1;
        ByteBuffer page = ogg(file, at);
        while (page.limit() > 0) {
            last = at;
            at += page.limit();
            page = ogg(file, at);
        }
        if (last < 0) {
            return NOTHING;
        }
        file.truncate(at);
        page = ogg(file, last);
        OggPages.end(page);
        file.overwrite(last, page.rewind());
        return page.getLong(6) / 48;
    }

    /// The whole page at a place; empty without one.
    private static ByteBuffer ogg(CutFile file, long at) throws IOException {
        ByteBuffer page = read(file, at, OGG_LONGEST);
        int length = OggPages.length(page);
        boolean whole = length > 0 && length <= page.limit();
        page.limit(whole ? length : 0);
        return whole && OggPages.isWhole(page) ? page : page.limit(0);
    }

    /// A capture as [PcapRecorder] writes it: its last half packet goes.
    public static long pcap(CutFile file) throws IOException {
        long length = file.length();
        if (length < PCAP_HEADER || read(file, 0, 4).getInt(0) != PcapRecorder.MAGIC) {
            return NOTHING;
        }
        long at = PCAP_HEADER;
        long first = -1;
        long last = 0;
        ByteBuffer some = ByteBuffer.allocate(0);
        long from = at;
        while (at + PCAP_RECORD <= length) {
            if (at + PCAP_RECORD > from + some.limit()) {
                some = read(file, at, READ_AT_ONCE);
                from = at;
            }
            int head = (int) (at - from);
            long size = some.getInt(head + 8) & 0xffff_ffffL;
            if (size == 0 || size > PCAP_LONGEST || at + PCAP_RECORD + size > length) {
                break;
            }
            last = (some.getInt(head) & 0xffff_ffffL) * 1000 + some.getInt(head + 4) / 1_000_000;
            first = first < 0 ? last : first;
            at += PCAP_RECORD + size;
        }
        file.truncate(at);
        return first < 0 ? 0 : Math.max(0, last - first);
    }

    private static boolean says(ByteBuffer bytes, int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes.get(at + i) != name.getBytes(StandardCharsets.US_ASCII)[i]) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer read(CutFile file, long at, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
        file.read(at, bytes);
        return bytes.flip();
    }
}
