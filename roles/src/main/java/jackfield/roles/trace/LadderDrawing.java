package jackfield.roles.trace;

import jackfield.roles.trace.MessageTap.Direction;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Reading;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Uri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Draws the [CallLadder] of the messages of a trace. It is asked by people, seldom: it may parse.
public final class LadderDrawing {
    /// This node's place among the parties.
    public static final int NODE = 1;

    private static final int LONGEST_NOTE = 200;

    private static final class Column {
        private String name = "";
        private String address = "";
        private String userAgent = "";
    }

    private final List<TracedMessage> messages;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<CallLadder.Step> steps = new ArrayList<>();

    private LadderDrawing(List<TracedMessage> messages) {
        this.messages = messages;
    }

    /// The ladder of `messages`, which are in the order of time.
    public static CallLadder of(List<TracedMessage> messages) {
        LadderDrawing drawing = new LadderDrawing(messages);
        for (int i = 0; i < messages.size(); i++) {
            drawing.draw(messages.get(i), i);
        }
        List<CallLadder.Party> parties =
                drawing.columns.stream()
                        .map(column ->
                                new CallLadder.Party(column.name, column.address, column.userAgent))
                        .toList();
        return new CallLadder(parties, drawing.steps);
    }

    private void draw(TracedMessage traced, int index) {
        int peer = place(traced);
        Column column = columns.get(peer);
        boolean in = traced.direction() == Direction.IN;
        int from = in ? peer : NODE;
        int to = in ? NODE : peer;
        Message message =
                Parser.read(traced.bytes(), Parser.Limits.USUAL)
                                instanceof Reading.Whole(Message whole)
                        ? whole
                        : null;
        if (message == null) {
            steps.add(
                    new CallLadder.Step(
                            traced.at(), from, to, "unreadable", "", "", "", false, index));
            return;
        }
        learn(column, message, in);
        steps.add(
                new CallLadder.Step(
                        traced.at(),
                        from,
                        to,
                        what(message),
                        message.headers().cseq().toString(),
                        SdpSummary.of(sdp(message)),
                        note(message),
                        repeated(traced, index),
                        index));
    }

    private int place(TracedMessage traced) {
        String peer = traced.flow().peer();
        Integer known = places.get(peer);
        if (known != null) {
            return known;
        }
        Column column = new Column();
        column.address = peer;
        columns.add(column);
        int place = columns.size() - 1;
        if (place == 0) {
            Column node = new Column();
            node.name = "jackfield";
            columns.add(node);
        }
        places.put(peer, place);
        return place;
    }

    /// Who is behind a column, by the first message that tells.
    private static void learn(Column column, Message message, boolean in) {
        if (column.name.isEmpty()) {
            column.name = name(message, in);
        }
        if (in && column.userAgent.isEmpty()) {
            String agent = message.headers().first(HeaderName.USER_AGENT);
            String server = message.headers().first(HeaderName.SERVER);
            column.userAgent = agent != null ? agent : server != null ? server : "";
        }
    }

    /// Whom a message that came from somebody, or goes to somebody, says that he is.
    private static String name(Message message, boolean in) {
        boolean sender = in == message instanceof Request;
        NameAddr address = sender ? message.headers().from() : message.headers().to();
        return user(address.uri());
    }

    private static String user(Uri uri) {
        return uri instanceof SipUri sip && sip.user() != null ? sip.user() : uri.toString();
    }

    private static String what(Message message) {
        return switch (message) {
            case Request request -> request.method().name();
            case Response response -> response.status() + " " + response.reason();
        };
    }

    private static String sdp(Message message) {
        String type = message.headers().first(HeaderName.CONTENT_TYPE);
        boolean sdp = type != null && type.toLowerCase(java.util.Locale.ROOT).contains("sdp");
        return sdp ? message.body().text() : "";
    }

    private static String note(Message message) {
        List<String> notes = new ArrayList<>();
        add(notes, "Reason", message.headers().first(HeaderName.REASON));
        add(notes, "Warning", message.headers().first(HeaderName.WARNING));
        String text = String.join(", ", notes);
        return text.length() > LONGEST_NOTE ? text.substring(0, LONGEST_NOTE) : text;
    }

    private static void add(List<String> notes, String name, @Nullable String value) {
        if (value != null) {
            notes.add(name + ": " + value);
        }
    }

    private boolean repeated(TracedMessage traced, int index) {
        for (int i = 0; i < index; i++) {
            TracedMessage before = messages.get(i);
            if (before.direction() == traced.direction()
                    && before.flow().equals(traced.flow())
                    && Arrays.equals(before.bytes(), traced.bytes())) {
                return true;
            }
        }
        return false;
    }
}
