package jackfield.server.boot;

import jackfield.base.Flow;
import jackfield.base.StreamSink;
import jackfield.net.stream.Streams;
import jackfield.server.boot.EventFeed.Event;
import jackfield.server.boot.EventFeed.Outlet;
import jackfield.server.boot.EventFeed.Reader;
import jackfield.server.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The WebSockets at `/api/events`. The first message must say who comes,
/// `{"type":"auth","token":"..."}`; one who does not is gone.
final class EventSockets implements StreamSink {
    private final EventFeed feed;
    private final Secrets secrets;
    private final Streams streams;
    private final Map<Flow, Reader> readers = new ConcurrentHashMap<>();

    EventSockets(EventFeed feed, Secrets secrets, Streams streams) {
        this.feed = feed;
        this.secrets = secrets;
        this.streams = streams;
    }

    @Override
    public void receive(Flow flow, byte[] bytes) {
        JsonNode message;
        try {
            message = JsonMapper.shared().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            streams.close(flow);
            return;
        }
        Reader reader = readers.get(flow);
        String type = message.path("type").asString("");
        if (reader == null && type.equals("auth")) {
            join(flow, message);
        } else if (reader != null && type.equals("want")) {
            reader.wants(types(message));
        } else if (reader == null) {
            refuse(flow, "the first message is auth");
        }
    }

    private void join(Flow flow, JsonNode message) {
        if (!secrets.isAdminToken(message.path("token").asString(""))) {
            refuse(flow, "the token is wrong");
            return;
        }
        streams.send(flow, EventFeed.bytes(new Event("auth-ok", Map.of())));
        Reader reader = feed.join(outlet(flow));
        if (reader == null) {
            refuse(flow, "too many read already");
            return;
        }
        if (message.has("types")) {
            reader.wants(types(message));
        }
        readers.put(flow, reader);
        if (!streams.isOpen(flow)) {
            closed(flow); // it went while it came
        }
    }

    private Outlet outlet(Flow flow) {
        return new Outlet() {
            @Override
            public long waiting() {
                return streams.waiting(flow);
            }

            @Override
            public void send(byte[] message) {
                streams.send(flow, message);
            }
        };
    }

    private void refuse(Flow flow, String why) {
        streams.send(flow, EventFeed.bytes(new Event("auth-fail", Map.of("reason", why))));
        streams.close(flow);
    }

    private static Set<String> types(JsonNode message) {
        Set<String> types = new HashSet<>();
        for (JsonNode each : message.path("types")) {
            String type = each.asString("");
            if (EventFeed.ALL.contains(type)) {
                types.add(type);
            }
        }
        return types;
    }

    @Override
    public void closed(Flow flow) {
        Reader reader = readers.remove(flow);
        if (reader != null) {
            feed.leave(reader);
        }
    }
}
