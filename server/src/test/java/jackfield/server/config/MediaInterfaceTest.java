package jackfield.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaInterfaceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "internal/10.0.0.5",
                "external/10.0.0.5!203.0.113.10",
                "external/10.0.0.5!203.0.113.10/30000-39999",
                "six/2001:db8:0:0:0:0:0:5/30000-30999",
            })
    void writtenAsRead(String text) {
        assertThat(MediaInterface.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.5",
                "/10.0.0.5",
                "a b/10.0.0.5",
                "internal/",
                "internal/host.example.org",
                "internal/0.0.0.0",
                "internal/::",
                "internal/10.0.0.5!",
                "internal/10.0.0.5!10.0.0.6!10.0.0.7",
                "internal/10.0.0.5!2001:db8::5",
                "internal/10.0.0.5/all",
                "internal/10.0.0.5/30000-30999/x",
            })
    void mistakes(String text) {
        assertThat(MediaInterface.parse(text)).isNull();
    }
}
