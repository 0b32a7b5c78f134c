package jackfield.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One logical bitstream in Ogg pages (RFC 3533).
///
/// ```
/// "OggS" | version 0 | flags | granule position 64 | serial 32 | page 32 | CRC 32 | n | n lacing values | data
/// ```
final class OggPages {
    private static final int HEADER = 27;
    private static final int MOST_SEGMENTS = 255;
    private static final int BEGIN = 2;
    private static final int END = 4;
    private static final int FLAGS = 5;
    private static final int CHECKSUM = 22;
    private static final int[] CRC = crcTable();

    private final RecordingFile file;
    private final int serial;
    private final byte[] lacing = new byte[MOST_SEGMENTS];
    private final ByteBuffer data = ByteBuffer.allocate(MOST_SEGMENTS * 255);
    private int segments;
    private int number;

    OggPages(RecordingFile file, int serial) {
        this.file = file;
        this.serial = serial;
    }

    /// True where a packet of so many bytes goes into the page that is being filled.
    boolean fits(int length) {
        return segments + length / 255 + 1 <= MOST_SEGMENTS;
    }

    /// Adds a packet that [#fits].
    void add(byte[] packet, int length) {
        data.put(packet, 0, length);
        int left = length;
        while (left >= 255) {
            lacing[segments++] = (byte) 255;
            left -= 255;
        }
        lacing[segments++] = (byte) left;
    }

    boolean isEmpty() {
        return segments == 0;
    }

    /// Writes the page.
    ///
    /// @param granule where its last packet ends
    void flush(long granule, boolean last) throws IOException {
        ByteBuffer page =
                ByteBuffer.allocate(HEADER + segments + data.position())
                        .order(ByteOrder.LITTLE_ENDIAN);
        page.put((byte) 'O').put((byte) 'g').put((byte) 'g').put((byte) 'S').put((byte) 0);
        page.put((byte) ((number == 0 ? BEGIN : 0) | (last ? END : 0)));
        page.putLong(granule).putInt(serial).putInt(number).putInt(0).put((byte) segments);
        page.put(lacing, 0, segments).put(data.array(), 0, data.position());
        page.putInt(CHECKSUM, crc(page));
        file.append(page.flip());
        number++;
        segments = 0;
        data.clear();
    }

    /// How long the page is whose beginning this is; 0 where there is none.
    static int length(ByteBuffer page) {
        if (page.limit() < HEADER || page.getInt(0) != 0x5367674f || page.get(4) != 0) {
            return 0;
        }
        int segments = page.get(HEADER - 1) & 0xff;
        if (page.limit() < HEADER + segments) {
            return 0;
        }
        int length = HEADER + segments;
        for (int i = 0; i < segments; i++) {
            length += page.get(HEADER + i) & 0xff;
        }
        return length;
    }

    /// Whether a page is as it was written.
    static boolean isWhole(ByteBuffer page) {
        int told = page.getInt(CHECKSUM);
        page.putInt(CHECKSUM, 0);
        int found = crc(page);
        page.putInt(CHECKSUM, told);
        return told == found;
    }

    /// Makes a page the last one.
    static void end(ByteBuffer page) {
        page.put(FLAGS, (byte) (page.get(FLAGS) | END));
        page.putInt(CHECKSUM, 0);
        page.putInt(CHECKSUM, crc(page));
    }

    /// Over all of the page, with zeros in the place of itself.
    private static int crc(ByteBuffer page) {
        int crc = 0;
        for (int i = 0; i < page.limit(); i++) {
            crc = crc << 8 ^ CRC[crc >>> 24 ^ page.get(i) & 0xff];
        }
        return crc;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value << 1 ^ (value < 0 ? 0x04c11db7 : 0);
            }
            table[i] = value;
        }
        return table;
    }
}
