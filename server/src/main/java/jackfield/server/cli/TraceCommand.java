package jackfield.server.cli;

import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield trace`: what can be traced; `jackfield trace CALL-ID`: the ladder of one call.
@Command(
        name = "trace",
        description = "Show what was said in a call: the ladder of its SIP messages.")
final class TraceCommand implements Runnable {
    private static final long LOOK_AGAIN_MS = 500;

    @Parameters(
            arity = "0..1",
            paramLabel = "CALL-ID",
            description = "The call, or how its Call-ID begins. Without one, what can be shown.")
    private @Nullable String id;

    @Option(names = "--last", description = "The call that was heard of last.")
    private boolean last;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Only calls from or to this user; alone, the last one of them.")
    private @Nullable String user;

    @Option(
            names = "--registrations",
            description = "Registrations and other requests instead of calls.")
    private boolean others;

    @Option(names = "--full", description = "Print the messages whole.")
    private boolean full;

    @Option(
            names = "--secrets",
            description = "With --full: show passwords' digests and media keys too.")
    private boolean secrets;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "Write the messages to a capture file for Wireshark or sngrep.")
    private @Nullable Path pcap;

    @Option(names = "--follow", description = "Go on printing until the call is over.")
    private boolean follow;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--ascii", description = "Draw with plain characters.")
    private boolean ascii;

    @Option(names = "--width", paramLabel = "N", description = "Characters in a line.")
    private int width;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        ApiClient api = new ApiClient(options.data());
        String call = id;
        if (call == null && !last && user == null) {
            list(api.get(query(50)), out);
            return;
        }
        if (call == null) {
            JsonNode newest = api.get(query(1)).path("traces").path(0);
            call = newest.path("callId").asString("");
            if (call.isEmpty()) {
                throw new Failure("there is nothing to trace yet");
            }
        }
        String path = "/api/calls/" + encoded(call);
        if (pcap != null) {
            write(api.bytes(path + "/pcap"), pcap, out);
        } else if (full) {
            messages(api.get(path + "/messages" + (secrets ? "?secrets=yes" : "")), out);
        } else if (follow) {
            follow(api, path + "/ladder", out);
        } else {
            JsonNode ladder = api.get(path + "/ladder");
            if (json) {
                out.println(ladder.toPrettyString());
            } else {
                drawing(out).whole(ladder);
            }
        }
    }

    private static void write(byte[] bytes, Path file, PrintWriter out) {
        try {
            OwnerOnly.write(file, bytes);
        } catch (IOException e) {
            throw new Failure(file + " cannot be written: " + e.getMessage());
        }
        out.println("written to " + file + ": read it with wireshark, tshark or sngrep -I");
    }

    private String query(int limit) {
        return "/api/traces?limit="
                + limit
                + (others ? "&kind=other" : "")
                + (user == null ? "" : "&user=" + encoded(user));
    }

    private void list(JsonNode answer, PrintWriter out) {
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        JsonNode all = answer.path("traces");
        if (all.isEmpty()) {
            out.println("there is nothing to trace yet");
        }
        for (JsonNode trace : all) {
            out.printf(
                    "%s  %s -> %s  %s%n    %s%n",
                    trace.path("began").asString(""),
                    trace.path("from").asString(""),
                    trace.path("to").asString(""),
                    trace.path("callId").asString(""),
                    trace.path("explanation").asString(""));
        }
    }

    private void messages(JsonNode answer, PrintWriter out) {
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        for (JsonNode message : answer.path("messages")) {
            boolean in = message.path("direction").asString("").equals("in");
            out.printf(
                    Locale.ROOT,
                    "%.3f  %s  %s %s %s%n%n",
                    message.path("ms").asLong(0) / 1000.0,
                    message.path("time").asString(""),
                    message.path("transport").asString(""),
                    in ? "from" : "to",
                    message.path("remote").asString(""));
            message.path("text")
                    .asString("")
                    .lines()
                    .forEach(line -> out.println("  " + printable(line)));
            out.println();
        }
    }

    /// Peers write what they like: nothing of it may reach the terminal as a command.
    private static String printable(String line) {
        return line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "?");
    }

    private void follow(ApiClient api, String path, PrintWriter out) {
        LadderText drawing = drawing(out);
        JsonNode ladder = api.get(path);
        drawing.head(ladder);
        int parties = 0;
        long shown = 0;
        while (true) {
            if (ladder.path("parties").size() != parties) {
                drawing.parties(ladder);
                parties = ladder.path("parties").size();
            }
            long dropped = ladder.path("dropped").asLong(0);
            drawing.steps(ladder, (int) Math.max(0, shown - dropped));
            shown = ladder.path("messages").size() + dropped;
            out.flush();
            if (ladder.path("state").asString("").equals("ended")) {
                out.println(ladder.path("explanation").asString(""));
                drawing.foot(ladder);
                return;
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MS));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            ladder = api.get(path);
        }
    }

    private LadderText drawing(PrintWriter out) {
        Map<String, String> environment = System.getenv();
        return new LadderText(
                out,
                width > 0 ? width : columns(environment),
                ascii || !isUtf8(environment) ? LadderText.Signs.ASCII : LadderText.Signs.UTF_8);
    }

    private static int columns(Map<String, String> environment) {
        String said = environment.getOrDefault("COLUMNS", "");
        return said.matches("\\d{2,4}") ? Integer.parseInt(said) : 100;
    }

    /// What the locale says, by the order in which its variables hold (POSIX 8.2).
    private static boolean isUtf8(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toLowerCase(Locale.ROOT).matches(".*utf-?8.*");
            }
        }
        return false;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
