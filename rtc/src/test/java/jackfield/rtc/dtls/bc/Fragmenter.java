package jackfield.rtc.dtls.bc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Splits each ClientHello over two datagrams, as a browser does whose hello is longer than a
/// packet (RFC 6347 section 4.2.3). Plain records after it are numbered anew, so that none repeats
/// a number.
final class Fragmenter implements Function<byte[], List<byte[]>> {
    private final boolean secondFirst;
    private long next;

    Fragmenter(boolean secondFirst) {
        this.secondFirst = secondFirst;
    }

    @Override
    public List<byte[]> apply(byte[] datagram) {
        if (!BlockingAssociation.isClientHello(datagram)) {
            return List.of(renumbered(datagram));
        }
        int body = datagram.length - 13 - 12;
        int half = body / 2;
        byte[] first = fragment(datagram, 0, half);
        byte[] second = fragment(datagram, half, body - half);
        return secondFirst ? List.of(second, first) : List.of(first, second);
    }

    private byte[] fragment(byte[] hello, int from, int length) {
        ByteBuffer record = ByteBuffer.allocate(13 + 12 + length);
        record.put(hello, 0, 5).putShort((short) (next >> 32)).putInt((int) next++);
        record.putShort((short) (12 + length));
        record.put(hello, 13, 6); // type, length of the whole, message number
        record.put((byte) (from >> 16)).putShort((short) from);
        record.put((byte) (length >> 16)).putShort((short) length);
        record.put(hello, 25 + from, length);
        return record.array();
    }

    private byte[] renumbered(byte[] datagram) {
        ByteBuffer records = ByteBuffer.wrap(datagram.clone());
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at + 13 <= datagram.length; at += 13 + records.getShort(at + 11)) {
            starts.add(at);
        }
        for (int at : starts) {
            if (records.getShort(at + 3) == 0) {
                records.putShort(at + 5, (short) 0).putInt(at + 7, (int) next++);
            }
        }
        return records.array();
    }
}
