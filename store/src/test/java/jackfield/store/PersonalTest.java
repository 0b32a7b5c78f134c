package jackfield.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonalTest {
    @TempDir Path folder;
    private Personal personal;

    @BeforeEach
    void open() {
        personal = Personal.open(folder.resolve("jackfield.db"));
    }

    @AfterEach
    void close() {
        personal.close();
    }

    private static Contact contact(String id, String name) {
        return new Contact(id, name, List.of("100", "sip:" + id + "@example.org"), true);
    }

    @Test
    void aBookIsItsOwnersAloneAndSurvives() {
        personal.putContact("alice", contact("1", "zoe"), 10);
        personal.putContact("alice", contact("2", "Adam"), 10);
        personal.putContact("bob", contact("1", "Carol"), 10);
        personal.putContact("alice", contact("1", "Zoe"), 10);
        close();
        open();
        assertThat(personal.contacts("alice"))
                .containsExactly(contact("2", "Adam"), contact("1", "Zoe"));
        assertThat(personal.removeContact("alice", "1")).isTrue();
        assertThat(personal.removeContact("alice", "1")).isFalse();
        assertThat(personal.contacts("bob")).hasSize(1);
    }

    @Test
    void aFullBookTakesChangesAndNoMore() {
        assertThat(personal.putContact("alice", contact("1", "A"), 1)).isTrue();
        assertThat(personal.putContact("alice", contact("2", "B"), 1)).isFalse();
        assertThat(personal.putContact("alice", contact("1", "C"), 1)).isTrue();
        assertThat(personal.contacts("alice")).containsExactly(contact("1", "C"));
        personal.replaceContacts("alice", List.of(contact("3", "D"), contact("4", "E")));
        assertThat(personal.contacts("alice")).extracting(Contact::id).containsExactly("3", "4");
    }

    @Test
    void aNameIsKeptUntilItIsEmpty() {
        personal.name("alice", "Alice A.");
        assertThat(personal.names()).isEqualTo(Map.of("alice", "Alice A."));
        personal.name("alice", "");
        assertThat(personal.names()).isEmpty();
    }

    private long said(String from, String to, long ms, boolean waiting) {
        return personal.keep(new TextMessage(0, from, to, "c", "hello", ms, waiting, false));
    }

    @Test
    void messagesWaitUntilADeviceHasThem() {
        long first = said("a@x", "b@x", 1, true);
        said("a@x", "b@x", 2, false);
        said("a@x", "c@x", 3, true);
        assertThat(personal.waiting()).isEqualTo(Map.of("b@x", 1, "c@x", 1));
        assertThat(personal.waiting("b@x", 10))
                .extracting(TextMessage::number)
                .containsExactly(first);
        personal.delivered(first);
        assertThat(personal.waiting("b@x", 10)).isEmpty();
    }

    @Test
    void aConversationIsReadBackwardsAndMarked() {
        long first = said("a@x", "b@x", 1, false);
        long second = said("b@x", "a@x", 2, false);
        said("c@x", "a@x", 3, false);
        assertThat(personal.messages("a@x", "b@x", Long.MAX_VALUE, 10))
                .extracting(TextMessage::number)
                .containsExactly(second, first);
        assertThat(personal.messages("a@x", "b@x", second, 10))
                .extracting(TextMessage::number)
                .containsExactly(first);
        assertThat(personal.messages("a@x", null, Long.MAX_VALUE, 2)).hasSize(2);
        assertThat(personal.unread("a@x")).isEqualTo(Map.of("b@x", 1, "c@x", 1));
        assertThat(personal.read("a@x", "b@x", second)).isEqualTo(1);
        assertThat(personal.unread("a@x")).isEqualTo(Map.of("c@x", 1));
    }

    @Test
    void oldMessagesAndTooManyAreRemoved() {
        for (int i = 1; i <= 5; i++) {
            said("a@x", "b@x", i, false);
        }
        assertThat(personal.purgeMessages(2, 100)).isEqualTo(1);
        assertThat(personal.purgeMessages(0, 3)).isEqualTo(1);
        assertThat(personal.messages("a@x", null, Long.MAX_VALUE, 10))
                .extracting(TextMessage::sentMs)
                .containsExactly(5L, 4L, 3L);
    }

    @Test
    void aLinkIsGoodOnceAndInTime() {
        personal.putLink("d1", "alice", 100, 0);
        personal.putLink("d2", "bob", 100, 0);
        assertThat(personal.useLink("d1", 99)).contains("alice");
        assertThat(personal.useLink("d1", 99)).isEmpty();
        assertThat(personal.useLink("d2", 100)).isEmpty();
        assertThat(personal.useLink("nothing", 1)).isEmpty();
    }

    @Test
    void theOldestOfTooManySubscriptionsGoes() {
        for (int i = 1; i <= 3; i++) {
            personal.putPush(new PushSubscription("https://p/" + i, "alice", "k", "s", i), 2);
        }
        assertThat(personal.pushes("alice"))
                .extracting(PushSubscription::endpoint)
                .containsExactly("https://p/3", "https://p/2");
        assertThat(personal.pushOwners()).containsExactly("alice");
        assertThat(personal.removePush("bob", "https://p/3")).isFalse();
        assertThat(personal.removePush("alice", "https://p/3")).isTrue();
    }
}
