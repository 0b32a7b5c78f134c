package jackfield.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.messaging.MessageStore.Waiting;
import jackfield.store.Personal;
import jackfield.store.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The keeper with its thread and a real database; the test is the shard.
@Timeout(30)
class MessageKeeperTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");

    @TempDir Path folder;
    private final BlockingQueue<LongConsumer> shard = new LinkedBlockingQueue<>();
    private Personal personal;
    private MessageKeeper keeper;

    @BeforeEach
    void open() {
        personal = Personal.open(folder.resolve("jackfield.db"));
        keeper =
                new MessageKeeper(
                                personal,
                                new MessageKeeper.Bounds(Duration.ofDays(1), 2, 100),
                                InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)),
                                shard::add)
                        .start();
    }

    @AfterEach
    void close() {
        keeper.close();
        personal.close();
    }

    private List<Waiting> asked() throws Exception {
        List<Waiting> got = new java.util.ArrayList<>();
        keeper.waiting(
                BOB,
                (all, now) -> {
                    assertThat(now).isEqualTo(7);
                    got.addAll(all);
                });
        LongConsumer step = shard.poll(10, TimeUnit.SECONDS);
        assertThat(step).isNotNull();
        step.accept(7);
        return got;
    }

    @Test
    void whatWaitsIsToldOnTheShardWithItsDate() throws Exception {
        long number = keeper.keep(ALICE, BOB, "c1", "hello");
        assertThat(keeper.hasWaiting(BOB)).isTrue();
        assertThat(asked())
                .containsExactly(
                        new Waiting(number, ALICE, "Tue, 14 Nov 2023 22:13:20 GMT", "hello"));
        keeper.delivered(BOB, number);
        assertThat(keeper.hasWaiting(BOB)).isFalse();
        assertThat(asked()).isEmpty();
    }

    @Test
    void aUserHasRoomForSoManyAndNoMore() {
        long first = keeper.keep(ALICE, BOB, "c1", "1");
        assertThat(keeper.keep(ALICE, BOB, "c2", "2")).isEqualTo(first + 1);
        assertThat(keeper.keep(ALICE, BOB, "c3", "3")).isEqualTo(-1);
        assertThat(keeper.keep(BOB, ALICE, "c4", "4")).isEqualTo(first + 2);
        keeper.delivered(BOB, first);
        assertThat(keeper.keep(ALICE, BOB, "c5", "5")).isEqualTo(first + 3);
    }

    @Test
    void whatWaitsSurvivesARestart() throws Exception {
        keeper.keep(ALICE, BOB, "c1", "hello");
        close();
        open();
        assertThat(keeper.hasWaiting(BOB)).isTrue();
        assertThat(asked()).extracting(Waiting::text).containsExactly("hello");
        assertThat(personal.messages("bob@example.org", null, Long.MAX_VALUE, 9))
                .extracting(TextMessage::waiting)
                .containsExactly(true);
    }
}
