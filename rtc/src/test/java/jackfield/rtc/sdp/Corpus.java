package jackfield.rtc.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// Descriptions as real programs write them.
final class Corpus {
    static final String[] ALL = {
        "chromium-offer",
        "chromium-answer",
        "jssip-offer",
        "baresip-offer",
        "baresip-srtp-offer",
        "sipp-offer"
    };

    private Corpus() {}

    static byte[] bytes(String name) {
        try (InputStream in = Corpus.class.getResourceAsStream(name + ".sdp")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionDescription read(String name) {
        return SessionDescription.parse(bytes(name)).orThrow();
    }
}
