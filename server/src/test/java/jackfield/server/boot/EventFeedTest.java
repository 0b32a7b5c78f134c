package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.server.boot.EventFeed.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private final EventFeed feed = new EventFeed(2);

    /// A reader whose connection takes as much as the test says.
    private static final class Person implements EventFeed.Outlet {
        private final List<String> heard = new ArrayList<>();
        private long waiting;

        @Override
        public long waiting() {
            return waiting;
        }

        @Override
        public void send(byte[] message) {
            heard.add(new String(message, StandardCharsets.UTF_8));
        }
    }

    private static Event began(String callId) {
        return new Event("call-began", Map.of("callId", callId));
    }

    @Test
    void nobodyListensSoNothingIsKept() {
        assertThat(feed.isHeard("call-began")).isFalse();
        feed.publish(began("a"));
        Person late = new Person();
        feed.join(late);
        feed.deliver();
        assertThat(late.heard).isEmpty();
    }

    @Test
    void everyReaderHearsWhatItWantsInOrder() {
        Person one = new Person();
        Person other = new Person();
        feed.join(one);
        Objects.requireNonNull(feed.join(other)).wants(Set.of("log"));
        assertThat(feed.isHeard("log")).isTrue();
        feed.publish(began("a"));
        feed.publish(new Event("log", Map.of("line", "hello")));
        feed.publish(began("b"));
        feed.deliver();
        assertThat(one.heard)
                .containsExactly(
                        "{\"type\":\"call-began\",\"callId\":\"a\"}",
                        "{\"type\":\"call-began\",\"callId\":\"b\"}");
        assertThat(other.heard).containsExactly("{\"type\":\"log\",\"line\":\"hello\"}");
    }

    @Test
    void aSlowReaderLosesEventsAndIsToldHowMany() {
        Person slow = new Person();
        Person quick = new Person();
        feed.join(slow);
        feed.join(quick);
        slow.waiting = 1 << 20;
        feed.publish(began("a"));
        feed.publish(began("b"));
        feed.deliver();
        slow.waiting = 0;
        feed.publish(began("c"));
        feed.deliver();
        assertThat(slow.heard)
                .containsExactly(
                        "{\"type\":\"lost\",\"count\":2}",
                        "{\"type\":\"call-began\",\"callId\":\"c\"}");
        assertThat(quick.heard).hasSize(3);
    }

    @Test
    void moreThanTheFeedHoldsIsLostForAllAndCounted() {
        Person reader = new Person();
        feed.join(reader);
        for (int i = 0; i < 10_007; i++) {
            feed.publish(began("x"));
        }
        feed.deliver();
        feed.publish(began("y"));
        feed.deliver();
        assertThat(reader.heard).hasSize(10_002).contains("{\"type\":\"lost\",\"count\":7}");
    }

    @Test
    void noMoreReadThanMay() {
        EventFeed.Reader first = feed.join(new Person());
        feed.join(new Person());
        assertThat(feed.join(new Person())).isNull();
        feed.leave(Objects.requireNonNull(first));
        assertThat(feed.join(new Person())).isNotNull();
    }
}
