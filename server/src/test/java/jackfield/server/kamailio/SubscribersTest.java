package jackfield.server.kamailio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.sip.auth.Ha1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscribersTest {
    @TempDir private Path folder;

    private Subscribers read(String text) throws IOException {
        Path file = folder.resolve("subscribers");
        Files.writeString(file, text);
        return Subscribers.read(file, "example.org", 1000);
    }

    @Test
    void aPasswordGivesBothHashesAndAHashOne() throws IOException {
        String hash = Ha1.of("bob", "example.org", "pencil").md5Hex();

        Subscribers subscribers =
                read(
                        "username\tdomain\tpassword\tha1\n"
                                + "alice\texample.org\twonderland\t\n"
                                + "bob\texample.org\t\t"
                                + hash
                                + "\n");

        assertThat(subscribers.problems()).isEmpty();
        assertThat(subscribers.users()).hasSize(2);
        assertThat(subscribers.users().get(0).hasPassword("wonderland")).isTrue();
        assertThat(subscribers.users().get(1).hasPassword("pencil")).isTrue();
        assertThat(subscribers.users().get(1).hasPassword("pen")).isFalse();
        assertThat(subscribers.users().get(1).ha1().sha256Hex()).isEmpty();
    }

    @Test
    void usersOfOtherDomainsAndWithoutPasswordsAreNamed() throws IOException {
        Subscribers subscribers =
                read(
                        "username,domain,password\n"
                                + "carol,elsewhere.example,secret\n"
                                + "dave,example.org,\n"
                                + "\"e e\",example.org,secret\n");

        assertThat(subscribers.users()).isEmpty();
        assertThat(subscribers.problems())
                .hasSize(3)
                .anyMatch(each -> each.contains("line 2: carol is of the domain elsewhere"))
                .anyMatch(each -> each.contains("dave has neither a password nor a hash"));
    }

    @Test
    void aTableWithoutItsColumnsIsRefusedInWords() {
        assertThatThrownBy(() -> read("name,secret\nalice,1\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needs a first line with the columns username");
    }
}
