package jackfield.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// One torture message of RFC 4475 or RFC 5118, as a file of the corpus: lines end in CRLF on the
/// wire, and `<hex>00ff</hex>` stands for bytes.
///
/// @param rfc 4475 or 5118
/// @param name what the RFC calls it: `wsinv`
public record TortureMessage(int rfc, String name) {
    /// All messages of an RFC, in its order.
    public static List<TortureMessage> all(int rfc) {
        return new String(resource("/rfc" + rfc + "/verdicts.txt"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> new TortureMessage(rfc, line.split(" ", 2)[0]))
                .toList();
    }

    /// What goes over the wire.
    public byte[] bytes() {
        String text =
                new String(resource("/rfc" + rfc + "/" + name + ".txt"), StandardCharsets.UTF_8)
                        .replace("\n", "\r\n");
        ByteArrayOutputStream wire = new ByteArrayOutputStream(text.length());
        for (String part : text.split("<hex>", -1)) {
            int close = part.indexOf("</hex>");
            if (close >= 0) {
                wire.writeBytes(HexFormat.of().parseHex(part.substring(0, close)));
            }
            String rest = close < 0 ? part : part.substring(close + "</hex>".length());
            wire.writeBytes(rest.getBytes(StandardCharsets.UTF_8));
        }
        return wire.toByteArray();
    }

    static byte[] resource(String path) {
        try (InputStream in = TortureMessage.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
