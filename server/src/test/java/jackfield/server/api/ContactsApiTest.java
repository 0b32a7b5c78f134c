package jackfield.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.server.identity.SessionTokens;
import jackfield.store.Contact;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContactsApiTest {
    private static final String JSON = "application/json";
    private static final String BOB = "{\"name\":\"Bob\",\"addresses\":[\"100\"],\"starred\":true}";

    private final SessionTokens tokens = new SessionTokens(new byte[32], account -> account);
    private final Books books = new Books();
    private final ContactsApi api =
            new ContactsApi(new UserAccess(tokens, new Everybody()), books, "example.org");
    private final String alice = "Bearer " + tokens.make("alice", 100);
    private final String carol = "Bearer " + tokens.make("carol@other.example", 100);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void aContactIsKeptChangedAndRemoved() {
        ok(api.put(alice, "b-1", JSON, bytes(BOB)));
        JsonNode listed = ok(api.list(alice)).path("contacts").path(0);
        assertThat(listed.path("addresses").path(0).asString()).isEqualTo("100");
        assertThat(listed.path("starred").asBoolean()).isTrue();
        assertThat(ok(api.list(carol)).path("contacts").size()).isZero();
        ok(api.remove(alice, "b-1"));
        assertThat(api.remove(alice, "b-1").status()).isEqualTo(404);
    }

    @Test
    void aFullBookIsToldSo() {
        ok(api.put(alice, "1", JSON, bytes(BOB)));
        ok(api.put(alice, "2", JSON, bytes(BOB)));
        assertThat(api.put(alice, "3", JSON, bytes(BOB)).status()).isEqualTo(409);
    }

    @Test
    void aWholeBookIsReplacedOrNothingIs() {
        String one = BOB.replace("{", "{\"id\":\"x\",");
        ok(api.replace(alice, JSON, bytes("{\"contacts\":[" + one + "]}")));
        assertThat(
                        api.replace(alice, JSON, bytes("{\"contacts\":[" + one + "," + one + "]}"))
                                .status())
                .isEqualTo(400);
        assertThat(ok(api.list(alice)).path("contacts").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\",\"addresses\":[\"1\"]}",
                "{\"name\":\"x\",\"addresses\":[]}",
                "{\"name\":\"x\",\"addresses\":[\"\"]}",
                "{\"name\":\"x\",\"addresses\":[\"1\\n2\"]}",
                "{\"name\":\"x\",\"addresses\":\"1\"}",
                "{\"name\":\"x\",\"addresses\":[1,2,3,4,5,6,7,8,9,10,11]}"
            })
    void whatIsNoContactIsRefused(String body) {
        assertThat(api.put(alice, "1", JSON, bytes(body)).status()).isEqualTo(400);
        assertThat(books.books).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "ä"})
    void anIdIsPlain(String id) {
        assertThat(api.put(alice, id, JSON, bytes(BOB)).status()).isEqualTo(400);
    }

    @Test
    void theDirectoryIsOfOnesOwnDomain() {
        ok(api.rename(alice, JSON, bytes("{\"name\":\" Alice A. \"}")));
        JsonNode users = ok(api.directory(alice)).path("users");
        assertThat(users.size()).isEqualTo(2);
        assertThat(users.path(0).path("name").asString()).isEqualTo("Alice A.");
        assertThat(users.path(1).path("uri").asString()).isEqualTo("sip:bob@example.org");
        assertThat(ok(api.directory(carol)).path("users").size()).isEqualTo(1);
        books.shows = false;
        assertThat(api.directory(alice).status()).isEqualTo(404);
    }

    private static final class Books implements ContactsView {
        final Map<String, Map<String, Contact>> books = new HashMap<>();
        final Map<String, String> names = new HashMap<>();
        boolean shows = true;

        @Override
        public List<Contact> contacts(String account) {
            return List.copyOf(books.getOrDefault(account, Map.of()).values());
        }

        @Override
        public boolean put(String account, Contact contact) {
            Map<String, Contact> book = books.computeIfAbsent(account, _ -> new TreeMap<>());
            if (book.size() == most() && !book.containsKey(contact.id())) {
                return false;
            }
            book.put(contact.id(), contact);
            return true;
        }

        @Override
        public void replace(String account, List<Contact> contacts) {
            books.remove(account);
            contacts.forEach(contact -> put(account, contact));
        }

        @Override
        public boolean remove(String account, String id) {
            return books.getOrDefault(account, new TreeMap<>()).remove(id) != null;
        }

        @Override
        public int most() {
            return 2;
        }

        @Override
        public List<String> accounts() {
            return List.of("alice", "bob", "carol@other.example");
        }

        @Override
        public Map<String, String> names() {
            return names;
        }

        @Override
        public void name(String account, String name) {
            names.put(account, name);
        }

        @Override
        public boolean showsDirectory() {
            return shows;
        }
    }

    private static final class Everybody implements SessionView {
        @Override
        public boolean isPassword(String account, String password) {
            return true;
        }

        @Override
        public boolean isUser(String account) {
            return true;
        }

        @Override
        public String home() {
            return "example.org";
        }

        @Override
        public long now() {
            return 1;
        }

        @Override
        public long seconds() {
            return 1;
        }
    }
}
