package jackfield.bench.sip;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The phones' sockets, one address each, and the requests that wait for an answer. A request
/// without an answer is sent again every 500 ms, six times at most. On the load's thread.
final class Phones {
    /// Hears the responses to one request.
    @FunctionalInterface
    interface Answered {
        void answer(int status, String response, long now);
    }

    /// Hears requests.
    @FunctionalInterface
    interface Asked {
        void ask(int phone, String request, long now);
    }

    private static final String COOKIE = "branch=z9hG4bKb";
    private static final int PORT = 5070;
    private static final long REPEAT_NS = 500_000_000;
    private static final int MOST_REPEATS = 6;

    private final List<UdpSocket> sockets = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final Endpoint server;
    private final Window window;
    private final Asked asked;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final ArrayDeque<Waiting> repeats = new ArrayDeque<>();
    private long numbers;

    private static final class Waiting {
        private final long number;
        private final UdpSocket socket;
        private final byte[] request;
        private final Answered then;
        private long due;
        private int times;
        private boolean provisional;
        private boolean over;

        private Waiting(long number, UdpSocket socket, byte[] request, Answered then) {
            this.number = number;
            this.socket = socket;
            this.request = request;
            this.then = then;
        }
    }

    /// @param net the phones' addresses begin at 127.43.net.1
    Phones(UdpLoop loop, int net, int count, Endpoint server, Window window, Asked asked) {
        this.server = server;
        this.window = window;
        this.asked = asked;
        for (int i = 0; i < count; i++) {
            int phone = i;
            String address = "127.43." + (net + i / 250) + "." + (1 + i % 250);
            UdpSocket socket =
                    loop.bind(
                                    Objects.requireNonNull(Endpoint.literal(address, PORT)),
                                    (slot, length, _, _, _, now) ->
                                            receive(phone, text(slot, length), now))
                            .orThrow();
            sockets.add(socket);
            places.add(address + ":" + PORT);
        }
    }

    int count() {
        return sockets.size();
    }

    /// `address:port` of a phone.
    String place(int phone) {
        return places.get(phone);
    }

    /// Sends a request of which `head` is all before the Via and `tail` all behind it.
    ///
    /// @return its branch
    String ask(int phone, String head, String tail, Answered then, long now) {
        long number = numbers++;
        String branch = branch(number);
        byte[] bytes = bytes(head + via(phone, branch) + tail);
        Waiting one = new Waiting(number, sockets.get(phone), bytes, then);
        one.due = now + REPEAT_NS;
        waiting.put(number, one);
        repeats.add(one);
        put(one.socket, bytes, now);
        return branch;
    }

    /// Sends an ACK, which nobody answers, with this branch or, where it is empty, a fresh one.
    void tell(int phone, String head, String tail, String branch, long now) {
        String own = branch.isEmpty() ? branch(numbers++) : branch;
        put(sockets.get(phone), bytes(head + via(phone, own) + tail), now);
    }

    /// Sends a response.
    void reply(int phone, String response, long now) {
        put(sockets.get(phone), bytes(response), now);
    }

    private void put(UdpSocket socket, byte[] bytes, long now) {
        window.message(now);
        socket.send(bytes, server);
    }

    private static String branch(long number) {
        return COOKIE.substring("branch=".length()) + Long.toHexString(number) + "x";
    }

    private String via(int phone, String branch) {
        return "Via: SIP/2.0/UDP " + places.get(phone) + ";branch=" + branch + ";rport\r\n";
    }

    private void receive(int phone, String text, long now) {
        window.message(now);
        int status = Text.status(text);
        if (status == 0) {
            asked.ask(phone, text, now);
            return;
        }
        int at = text.indexOf(COOKIE) + COOKIE.length();
        long number = Long.parseLong(text, at, text.indexOf('x', at), 16);
        Waiting one = waiting.get(number);
        if (one == null) {
            return; // the answer to a repetition
        }
        one.provisional = true;
        if (status >= 200) {
            waiting.remove(number);
            one.over = true;
        }
        one.then.answer(status, text, now);
    }

    /// Repeats what is due.
    void wake(long now) {
        for (Waiting first = repeats.peek();
                first != null && (first.over || first.due <= now);
                first = repeats.peek()) {
            repeats.remove();
            if (first.over) {
                continue;
            }
            if (first.times++ == MOST_REPEATS) {
                waiting.remove(first.number);
                window.bad("no answer");
                first.then.answer(408, "", now);
                continue;
            }
            if (!first.provisional) {
                window.repeated(now);
                put(first.socket, first.request, now);
            }
            first.due = now + REPEAT_NS;
            repeats.add(first);
        }
    }

    /// Requests without a final answer.
    int open() {
        return waiting.size();
    }

    private static byte[] bytes(String text) {
        if (text.length() > 2000) {
            throw new BenchFailure("a message too long for this load");
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(MemorySegment slot, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(slot, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
