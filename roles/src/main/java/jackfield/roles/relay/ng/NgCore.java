package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.roles.relay.CallMedia;
import jackfield.roles.relay.Prompts;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Subscriptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The NG protocol without its sockets: a message in, a reply out, at once or once the media shard
/// has told what was asked.
///
/// Bencode or JSON, told by the first byte; the reply is in the same encoding. A repeated cookie
/// gets the same reply. What a command does is the matter of its family: [Signalling], [Statistics]
/// and so on, joined in one table.
public final class NgCore {
    private static final int LONGEST_COOKIE = 256;

    /// What calls and parties are called: kept as long as the call, and told again in replies.
    private static final List<String> NAMES =
            List.of("call-id", "from-tag", "to-tag", "via-branch", "to-call-id");

    private static final int LONGEST_NAME = 1_024;

    private static final CallMedia NO_MEDIA =
            (_, _, _, reply, _) -> reply.accept(new CallMedia.Answer.Refused("Unsupported"));

    private final Relay relay;
    private final NgHost host;
    private final @Nullable NgJson json;
    private final CookieCache cookies = new CookieCache();
    private final NgCalls calls = new NgCalls();
    private final Statistics statistics;
    private final NgWords words;
    private final Signalling signalling;
    private final Map<String, Command> commands = new HashMap<>();
    private long dropped;

    /// A core that commands no media.
    ///
    /// @param json null where JSON is not understood
    /// @param epoch when the node started, in seconds since 1970: replies tell times of day
    public NgCore(Relay relay, @Nullable NgJson json, long epoch, NgHost host) {
        this(new NgRelay(relay, NO_MEDIA, null), Prompts.NONE, json, epoch, host);
    }

    /// @param driven what is driven
    /// @param prompts where files to play are found
    /// @param json null where JSON is not understood
    /// @param epoch when the node started, in seconds since 1970: replies tell times of day
    public NgCore(NgRelay driven, Prompts prompts, @Nullable NgJson json, long epoch, NgHost host) {
        relay = driven.calls();
        this.host = host;
        this.json = json;
        words = new NgWords(host::told);
        CallState states = new CallState(relay, host, epoch);
        statistics = new Statistics(calls, states, host);
        statistics.addTo(commands);
        MediaCommands mediaCommands = new MediaCommands(driven.media(), prompts, calls, host);
        mediaCommands.addTo(commands);
        Signalling.Also also = mediaCommands::signalled;
        String mark = Long.toHexString(epoch);
        Subscriptions parties = driven.parties();
        signalling =
                new Signalling(
                        relay,
                        calls,
                        states,
                        statistics,
                        new Signalling.Beside(also, parties, host),
                        mark);
        signalling.addTo(commands);
        if (parties != null) {
            new GuestCommands(parties, calls, statistics, mark).addTo(commands);
        }
        Unsupported.addTo(commands);
    }

    /// Datagrams without a cookie, which nobody can be answered for.
    public long dropped() {
        return dropped;
    }

    /// The Call-ID that the relay knows a call of a proxy by; as it is, where it is none of these.
    public String relayed(String callId) {
        NgCalls.Call call = calls.get(callId);
        return call == null ? callId : call.relayed();
    }

    /// The Call-ID as people know it, of one as the relay knows it.
    public static String named(String relayed) {
        String own = NgCalls.ofRelayed(relayed);
        return own == null ? relayed : own;
    }

    /// Calls made by way of NG and not deleted.
    public int calls() {
        return calls.size();
    }

    /// The calls made by way of NG, for the API.
    public List<NgCallView> views() {
        return calls.all().stream().map(NgCallView::of).toList();
    }

    /// Handles one message with a cookie before it: a datagram, or what a stream frames.
    ///
    /// @param from whose message it is
    /// @param now nanoseconds since the node started
    public void receive(byte[] message, Endpoint from, NgReply reply, long now) {
        int blank = cookieEnd(message);
        if (blank < 0) {
            dropped++;
            return;
        }
        // Two proxies may count their cookies alike.
        String cookie =
                from.host() + ' ' + new String(message, 0, blank, StandardCharsets.ISO_8859_1);
        CookieCache.Entry known = cookies.find(cookie, now);
        if (known != null) {
            known.await(reply);
            return;
        }
        CookieCache.Entry entry = cookies.begin(cookie, now);
        entry.await(reply);
        byte[] head = Arrays.copyOf(message, blank + 1);
        plain(
                Arrays.copyOfRange(message, blank + 1, message.length),
                from,
                answer -> {
                    byte[] framed = Arrays.copyOf(head, head.length + answer.length);
                    System.arraycopy(answer, 0, framed, head.length, answer.length);
                    cookies.done(entry, framed);
                },
                now);
    }

    /// True when a cookie stands before the message, so that it can be answered.
    public static boolean hasCookie(byte[] message) {
        return cookieEnd(message) >= 0;
    }

    private static int cookieEnd(byte[] message) {
        int blank = 0;
        while (blank < message.length && blank <= LONGEST_COOKIE && message[blank] != ' ') {
            blank++;
        }
        return blank == 0 || blank >= message.length || blank > LONGEST_COOKIE ? -1 : blank;
    }

    /// Handles one message without a cookie, which is done as often as it comes.
    public void plain(byte[] body, Endpoint from, NgReply reply, long now) {
        NgJson understood = json;
        if (body.length > 0 && body[0] == '{' && understood != null) {
            run(understood.read(body), from, d -> reply.send(understood.write(d)), now);
        } else {
            run(Bencode.read(body), from, d -> reply.send(Bencode.write(d)), now);
        }
    }

    private void run(
            Parsed<NgValue.Dictionary> body, Endpoint from, Command.Answer answer, long now) {
        switch (body) {
            case Parsed.Bad<NgValue.Dictionary> _ ->
                    answer.say(Fields.error("Invalid NG data format"));
            case Parsed.Ok<NgValue.Dictionary>(NgValue.Dictionary dictionary) -> {
                NgRequest request = new NgRequest(dictionary, words);
                String name = request.text("command", "").strip().toLowerCase(Locale.ROOT);
                Command command = commands.get(name);
                if (command == null) {
                    answer.say(Fields.error("Unrecognized command"));
                    return;
                }
                if (NAMES.stream()
                        .anyMatch(each -> request.text(each, "").length() > LONGEST_NAME)) {
                    answer.say(Fields.error("A name of more than " + LONGEST_NAME + " characters"));
                    return;
                }
                long began = host.now();
                command.run(
                        request,
                        reply -> {
                            statistics.count(name, from, reply, began);
                            answer.say(warned(request, reply));
                        },
                        now);
            }
        }
    }

    /// A sender that relies on a template of its relay has to know that there is none.
    private static NgValue.Dictionary warned(NgRequest request, NgValue.Dictionary reply) {
        String template = request.text("template");
        return template == null || reply.entries().containsKey("warning")
                ? reply
                : reply.with(
                        "warning",
                        new NgValue.Text(
                                "No templates are kept here, \""
                                        + NgCalls.bounded(template)
                                        + "\" changes nothing: send its flags"));
    }

    /// Does what has waited until now: deletes with a `delete-delay`.
    public void wake(long now) {
        signalling.wake(now);
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return signalling.deadline();
    }

    /// The call's media is dead: it is given up as if it were deleted. Does nothing for a call that
    /// did not come by way of NG.
    ///
    /// @param relayed the Call-ID as [Relay.Events] has it
    /// @param why in words
    public void mediaLost(String relayed, String why, long now) {
        String callId = NgCalls.ofRelayed(relayed);
        NgCalls.Call call = callId == null ? null : calls.remove(callId);
        if (call != null) {
            host.ended(NgCallView.of(call), null, why, now);
            signalling.gone(call);
            statistics.timedOut(call, now);
            relay.release(relayed, now);
        }
    }
}
