package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;

import jackfield.base.DeadlineQueue;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.roles.p2p.SignalAccess.Credentials;
import jackfield.roles.p2p.SignalAccess.Verdict;
import jackfield.roles.useragent.SipCalls;
import jackfield.sip.auth.FailureBackoff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The door of `/signal`: connections that say whose they are, devices that outlive them, and who
/// does what a message asks. One JSON object is one message.
public final class SignalCore {
    /// The codes a connection is closed with.
    static final int REPLACED = 4001;

    static final int NAMELESS = 4003;
    static final int TOO_FAST = 4008;

    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// Messages refused in a row for coming too fast, in seconds of the rate.
    private static final int PATIENCE_SECONDS = 20;

    private static final int MOST_GUESSERS = 10_000;

    /// How long a page may take to load anew (ns).
    private static final long RELOAD_NS = 8_000_000_000L;

    /// Types that are counted by name; strangers could make up others without end.
    private static final Set<String> TYPES =
            Set.of(
                    "auth",
                    "call-offer",
                    "call-answer",
                    "call-ringing",
                    "call-reject",
                    "call-busy",
                    "call-cancel",
                    "call-end",
                    "call-renegotiate",
                    "call-renegotiate-answer",
                    "call-quality",
                    "ice-candidate",
                    "presence",
                    "presence-subscribe",
                    "presence-unsubscribe",
                    "message",
                    "signal",
                    "settings",
                    "room-join",
                    "room-leave",
                    "ping",
                    "sign-out");

    private final SignalSettings settings;
    private final SignalAccess access;
    private final SignalJson json;
    private final RandomGenerator random;
    private final SignalCounters counters = new SignalCounters();
    private final DeadlineQueue<Due> due = new DeadlineQueue<>();
    private final Map<Flow, Socket> sockets = new HashMap<>();
    private final FailureBackoff guesses = new FailureBackoff(MOST_GUESSERS);
    private final Devices devices = new Devices();
    private final Presence presence;
    private final Calls calls;
    private final Rooms rooms;
    private @Nullable SipGateway sip;

    public SignalCore(
            SignalSettings settings, SignalAccess access, SignalJson json, RandomGenerator random) {
        this.settings = settings;
        this.access = access;
        this.json = json;
        this.random = random;
        presence = new Presence(devices, access);
        calls = new Calls(settings, access, json, devices, presence, counters, due);
        rooms = new Rooms(settings);
    }

    /// Users here and SIP devices call each other by `calls` from now on.
    ///
    /// @param out takes what comes of [SipCalls.Events]
    /// @return who is to be told by `calls`
    public SipCalls.Events sip(SipCalls sipCalls, Outbox<SignalOutput> out) {
        SipGateway gateway = new SipGateway(sipCalls, calls, devices, presence, out);
        sip = gateway;
        calls.sip(gateway);
        return gateway;
    }

    private void changed(String user, long now) {
        if (sip != null) {
            sip.changed(user, now);
        }
    }

    // Connections

    /// A connection is open.
    ///
    /// @param token what its handshake had, in a header or in the query; null where it had none
    /// @param device the device's id, from there too
    public void opened(
            Flow flow,
            @Nullable String token,
            @Nullable String device,
            long now,
            Outbox<SignalOutput> out) {
        Socket socket = new Socket(flow, settings.messagesPerSecond(), now);
        sockets.put(flow, socket);
        due.set(socket, now + SignalSettings.NAMELESS_NS);
        if (token != null) {
            Step step = calls.step(now, out);
            Json.Members asked = message("auth").with("token", token);
            authenticate(socket, device == null ? asked : asked.with("device", device), step);
            presence.flush(step);
        }
    }

    /// A message came.
    public void receive(Flow flow, String text, long now, Outbox<SignalOutput> out) {
        Socket socket = sockets.get(flow);
        if (socket == null) {
            return; // it was closed by us, and this was on its way
        }
        Step step = calls.step(now, out);
        Refusal refusal = null;
        Json.Members message = null;
        if (!socket.maySpeak(now)) {
            refusal = Refusal.TOO_FAST;
        } else if (text.length() > settings.messageBytes()) {
            refusal = Refusal.TOO_LONG;
        } else if (json.read(text) instanceof Parsed.Ok<Json.Members>(Json.Members read)) {
            message = read;
            refusal = take(socket, read, step);
        } else {
            refusal = Refusal.NOT_JSON;
        }
        if (refusal != null) {
            refuse(socket, refusal, message, step);
        }
        presence.flush(step);
    }

    private void refuse(Socket socket, Refusal refusal, Json.@Nullable Members message, Step step) {
        counters.refused(refusal);
        if (socket.refused() > PATIENCE_SECONDS * settings.messagesPerSecond()) {
            close(socket, TOO_FAST, "too fast", step);
        } else if (socket.refused() <= 1 || refusal != Refusal.TOO_FAST) {
            socket.send(refusal.message(message), step);
        }
    }

    /// The page behind a connection is closed, or loaded anew: what it carried does not stay long.
    public void leaving(Flow flow) {
        Socket socket = sockets.get(flow);
        if (socket != null) {
            socket.leaves();
        }
    }

    /// The connection is gone. What it carried stays for a while.
    public void closed(Flow flow, long now, Outbox<SignalOutput> out) {
        Socket socket = sockets.remove(flow);
        if (socket == null) {
            return;
        }
        due.remove(socket);
        lost(socket, now);
        presence.flush(calls.step(now, out));
    }

    private void lost(Socket socket, long now) {
        Device device = socket.device();
        if (device != null && device.socket() == socket) {
            device.socket(null);
            long grace = socket.isLeaving() ? RELOAD_NS : Long.MAX_VALUE;
            due.set(device, now + Math.min(grace, settings.graceNs()));
            presence.touch(device.user());
            changed(device.user(), now);
        }
    }

    private void close(Socket socket, int code, String reason, Step step) {
        sockets.remove(socket.flow());
        due.remove(socket);
        lost(socket, step.now());
        socket.close(code, reason, step);
    }

    // Messages

    private @Nullable Refusal take(Socket socket, Json.Members message, Step step) {
        String type = message.text("type");
        if (type == null) {
            return Refusal.BAD_MESSAGE;
        }
        counters.message(TYPES.contains(type) ? type : "other");
        if (type.equals("auth")) {
            authenticate(socket, message, step);
            return null;
        }
        if (type.equals("ping")) {
            Json id = message.get("id");
            socket.send(id == null ? message("pong") : message("pong").with("id", id), step);
            return null;
        }
        Device device = socket.device();
        if (device == null) {
            return Refusal.NOT_AUTHENTICATED;
        }
        String room = message.text("room");
        if (room != null && !type.startsWith("room-")) {
            return rooms.pass(device, room, message, step);
        }
        return switch (type) {
            case "presence", "settings" -> settings(device, message, step);
            case "presence-subscribe" -> presence.watch(device, true, message, step);
            case "presence-unsubscribe" -> presence.watch(device, false, message, step);
            case "message", "signal" -> pass(device, message, step);
            case "room-join" -> rooms.join(device, message, step);
            case "room-leave" -> rooms.leave(device, message, step);
            case "sign-out" -> signOut(socket, device, step);
            case "ice-candidate" -> calls.receive(device, type, message, step);
            default ->
                    type.startsWith("call-")
                            ? calls.receive(device, type, message, step)
                            : Refusal.UNKNOWN_TYPE;
        };
    }

    private @Nullable Refusal settings(Device device, Json.Members message, Step step) {
        Json.Members said = message;
        if ("away".equals(message.text("state")) || "online".equals(message.text("state"))) {
            said = message.with("away", "away".equals(message.text("state")));
        }
        if (device.settings(said)) {
            presence.touch(device.user());
        }
        changed(device.user(), step.now());
        return null;
    }

    /// A text, or whatever two pages have to say to each other.
    private @Nullable Refusal pass(Device from, Json.Members message, Step step) {
        String to = message.text("toId");
        if (to == null || to.length() > 2 * SignalSettings.LONGEST_ID) {
            return Refusal.BAD_MESSAGE;
        }
        if (sip != null && TextGateway.takes(message)) {
            sip.texts().write(from, access.name(to, from.user()), message, step);
            return null;
        }
        String only = message.text("toDevice");
        Json.Members passed = Messages.stamped(message, from);
        int reached = 0;
        boolean full = false;
        for (Device device : devices.of(access.name(to, from.user()))) {
            if (device != from && (only == null || only.equals(device.id()))) {
                boolean sent = device.send(passed, step);
                full |= !sent;
                reached += sent ? 1 : 0;
            }
        }
        if (reached == 0) {
            return full ? Refusal.QUEUE_FULL : Refusal.UNAVAILABLE;
        }
        String id = message.text("id");
        if (id != null) {
            from.send(message("message-sent").with("id", id).with("devices", reached), step);
        }
        return null;
    }

    private @Nullable Refusal signOut(Socket socket, Device device, Step step) {
        socket.device(null);
        device.socket(null);
        end(device, step);
        close(socket, 1000, "signed out", step);
        return null;
    }

    private void end(Device device, Step step) {
        calls.gone(device, step);
        rooms.gone(device, step);
        presence.gone(device);
        due.remove(device);
        devices.remove(device);
        changed(device.user(), step.now());
    }

    // Who it is

    private void authenticate(Socket socket, Json.Members message, Step step) {
        Credentials credentials = credentials(message);
        String id = message.text("device");
        if (credentials == null || id != null && !DEVICE_ID.matcher(id).matches()) {
            fail(socket, "bad-message", "auth needs a token, or user and password", step);
            return;
        }
        // Tokens are not guessed: their signature is too long for that.
        String whose =
                credentials instanceof Credentials.Password(String user, String _) ? user : null;
        if (whose != null && guesses.refuses(socket.flow().client(), whose, step.now())) {
            fail(socket, "wait", "too many wrong passwords: wait a moment", step);
            return;
        }
        switch (access.check(credentials)) {
            case Verdict.Refused(String reason) -> {
                counters.wrongCredentials();
                if (whose != null) {
                    guesses.failed(socket.flow().client(), whose, step.now());
                }
                fail(socket, "wrong", reason, step);
            }
            case Verdict.Known(String user) -> {
                if (whose != null) {
                    guesses.succeeded(socket.flow().client(), whose);
                }
                known(socket, user, id, message, step);
            }
        }
    }

    private static @Nullable Credentials credentials(Json.Members message) {
        String token = message.text("token");
        if (token != null) {
            return new Credentials.Token(token);
        }
        String user = message.text("user");
        String password = message.text("password");
        return user == null || password == null ? null : new Credentials.Password(user, password);
    }

    private void fail(Socket socket, String code, String reason, Step step) {
        socket.send(message("auth-fail").with("code", code).with("reason", reason), step);
        if (socket.triedTooOften()) {
            close(socket, NAMELESS, "too many tries", step);
        }
    }

    private void known(
            Socket socket, String user, @Nullable String id, Json.Members message, Step step) {
        Device bound = socket.device();
        if (bound != null) {
            if (bound.user().equals(user) && (id == null || id.equals(bound.id()))) {
                bound.settings(message);
                changed(user, step.now());
                welcome(bound, true, step);
            } else {
                fail(socket, "another", "this connection is somebody else's already", step);
            }
            return;
        }
        Device device = id == null ? null : devices.find(user, id);
        boolean resumed = device != null;
        if (device == null) {
            if (!makeRoom(user, step)) {
                fail(socket, "too-many-devices", "too many devices of this user", step);
                return;
            }
            device = new Device(user, id == null ? newId() : id, settings.queued());
            devices.add(device);
        }
        due.remove(socket);
        device.settings(message);
        attach(socket, device, step);
        welcome(device, resumed, step);
        device.flush(step);
        presence.came(device, step);
        calls.came(device, step);
    }

    /// A device that nobody is connected to gives way.
    private boolean makeRoom(String user, Step step) {
        List<Device> all = devices.of(user);
        if (all.size() < settings.devicesOfUser()) {
            return true;
        }
        for (Device each : all) {
            if (!each.isThere() && each.calls().isEmpty()) {
                end(each, step);
                return true;
            }
        }
        return false;
    }

    private void attach(Socket socket, Device device, Step step) {
        Socket before = device.socket();
        device.socket(socket);
        socket.device(device);
        due.remove(device);
        changed(device.user(), step.now());
        if (before != null) {
            counters.tookOver();
            sockets.remove(before.flow());
            before.close(REPLACED, "taken over by another connection", step);
        }
    }

    private void welcome(Device device, boolean resumed, Step step) {
        device.send(
                message("auth-ok")
                        .with("userId", device.user())
                        .with("deviceId", device.id())
                        .with("resumed", resumed)
                        .with("ringSeconds", settings.ringNs() / 1_000_000_000L)
                        .with("graceSeconds", settings.graceNs() / 1_000_000_000L)
                        .with("calls", CallTable.view(device))
                        .with("rooms", Json.texts(List.copyOf(device.rooms()))),
                step);
    }

    private String newId() {
        return Long.toUnsignedString(random.nextLong() | Long.MIN_VALUE, 36);
    }

    // Time

    /// Does what is due.
    public void wake(long now, Outbox<SignalOutput> out) {
        Step step = calls.step(now, out);
        for (Due next = due.take(now); next != null; next = due.take(now)) {
            switch (next) {
                case Socket socket -> {
                    fail(socket, "late", "say who you are within 15 s", step);
                    if (sockets.containsKey(socket.flow())) {
                        close(socket, NAMELESS, "no auth came", step);
                    }
                }
                case Device device -> end(device, step);
                case Call call -> calls.due(call, step);
            }
        }
        guesses.wake(now);
        presence.flush(step);
    }

    /// When there is something to do (ns).
    public long deadline() {
        return Math.min(due.earliest(), guesses.deadline());
    }

    /// A user wants no calls from now on, or wants them again: [SignalAccess#isQuiet] says which.
    public void quietChanged(String user, long now, Outbox<SignalOutput> out) {
        presence.touch(user);
        presence.flush(calls.step(now, out));
    }

    // What it shows

    /// What has happened.
    public SignalCounters counters() {
        return counters;
    }

    /// How many there are of each: connections, devices, users, calls, rooms.
    public Map<String, Integer> sizes() {
        return Map.of(
                "connections",
                sockets.size(),
                "devices",
                devices.count(),
                "users",
                devices.users(),
                "calls",
                calls.table().size(),
                "rooms",
                rooms.size());
    }

    /// The calls between pages of now.
    public List<SignalCallView> calls() {
        return calls.table().all().stream()
                .filter(CallNews::isOurs)
                .map(call ->
                        CallNews.view(
                                call,
                                call.taker() != null
                                        ? SignalCallView.ANSWERED
                                        : call.rings()
                                                ? SignalCallView.RINGING
                                                : SignalCallView.CALLING))
                .toList();
    }

    /// What was said in a call; null where nothing is kept.
    public @Nullable SignalTrace trace(String callId) {
        return calls.traces().find(callId);
    }

    /// Ends a call for both sides; false where there is none between pages.
    public boolean hangUp(String callId, long now, Outbox<SignalOutput> out) {
        Step step = calls.step(now, out);
        boolean found = CallNews.byOperator(calls, callId, step);
        presence.flush(step);
        return found;
    }

    /// One who was woken for a call declines it; false where no such call waits for that user.
    public boolean decline(String callId, String user, long now, Outbox<SignalOutput> out) {
        Step step = calls.step(now, out);
        boolean found = Waiting.decline(calls, callId, user, step);
        presence.flush(step);
        return found;
    }

    /// What a user's devices make of them: `offline`, `away`, `online`, `ringing`, `busy`,
    /// `do-not-disturb`.
    public String presence(String user) {
        return presence.state(user);
    }
}
