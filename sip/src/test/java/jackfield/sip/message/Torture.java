package jackfield.sip.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// The messages of RFC 4475 and RFC 5118, from text files whose line ends are CRLF on the wire, and
/// where `<hex>00ff</hex>` stands for bytes, as in the RFC.
final class Torture {
    /// What is to become of one message: taken, answered with a status, or dropped.
    record Verdict(String name, String fate, String what) {
        boolean taken() {
            return fate.equals("ok");
        }
    }

    private Torture() {}

    static List<Verdict> verdicts() {
        return verdicts(4475);
    }

    static List<Verdict> verdicts(int rfc) {
        return new String(resource(rfc, "verdicts"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> (line + "  ").split(" ", 3))
                .map(part -> new Verdict(part[0], part[1], part[2].strip()))
                .toList();
    }

    static byte[] message(String name) {
        return message(4475, name);
    }

    static byte[] message(int rfc, String name) {
        String text = new String(resource(rfc, name), StandardCharsets.UTF_8).replace("\n", "\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int at = 0;
        int open = text.indexOf("<hex>");
        while (open >= 0) {
            int close = text.indexOf("</hex>", open);
            out.writeBytes(text.substring(at, open).getBytes(StandardCharsets.UTF_8));
            out.writeBytes(HexFormat.of().parseHex(text.substring(open + 5, close)));
            at = close + 6;
            open = text.indexOf("<hex>", at);
        }
        out.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] resource(int rfc, String name) {
        String path = "/rfc" + rfc + "/" + name + ".txt";
        try (InputStream in = Torture.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
