package jackfield.server.push;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.waking.Sleepers;
import jackfield.roles.waking.WakingCall;
import jackfield.server.api.PushView;
import jackfield.store.Personal;
import jackfield.store.PushSubscription;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Who is woken by push messages, and what they say: of calls that wait, of those that were missed,
/// of texts. The shard asks and tells; what takes time happens on threads of its own.
public final class Pushes implements Sleepers, PushView, AutoCloseable {
    /// Messages on their way at once, of all users.
    public static final int MOST_AT_ONCE = 256;

    private static final long DAY_SECONDS = 86_400;
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_TEXT = 300;
    private static final long WINDOW_MS = 60_000;
    private static final int KEY_BYTES = 16;

    /// Ends a call because one who was woken for it declines.
    @FunctionalInterface
    public interface Decliner extends BiConsumer<String, AddressOfRecord> {}

    /// Somebody who is being woken for a call.
    private record Woken(
            WakingCall call,
            String key,
            AtomicBoolean over,
            CompletableFuture<List<PushSubscription>> told) {}

    private static final class Window {
        private long endsMs;
        private int count;
    }

    private final Personal personal;
    private final PushSender sender;
    private final Vapid vapid;
    private final PushEndpoints endpoints;
    private final PushPolicy bounds;
    private final Function<AddressOfRecord, String> accounts;
    private final SecureRandom random;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, List<Woken>> calls = new ConcurrentHashMap<>();
    private final Map<String, Woken> byKey = new ConcurrentHashMap<>();
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private volatile Set<String> owners = Set.of();
    private volatile Decliner decliner = (_, _) -> {};

    /// With the node's own key.
    ///
    /// @param key the file of the key, which is made where there is none
    /// @param accounts the account of an address
    /// @param posts how messages leave the node
    public static Pushes open(
            Path key,
            Personal personal,
            PushPolicy policy,
            Function<AddressOfRecord, String> accounts,
            SecureRandom random,
            Posts posts)
            throws IOException {
        return new Pushes(
                personal,
                Vapid.of(key, policy.contact(), random),
                new PushEndpoints(policy.services(), InetAddress::getAllByName),
                policy,
                accounts,
                random,
                posts);
    }

    private Pushes(
            Personal personal,
            Vapid vapid,
            PushEndpoints endpoints,
            PushPolicy bounds,
            Function<AddressOfRecord, String> accounts,
            SecureRandom random,
            Posts posts) {
        this.personal = personal;
        this.vapid = vapid;
        this.endpoints = endpoints;
        this.bounds = bounds;
        this.accounts = accounts;
        this.random = random;
        sender = new PushSender(posts, vapid, endpoints, random, clock, this::gone);
        refresh();
    }

    /// Calls are declined by this from now on.
    public void declineBy(Decliner shard) {
        decliner = shard;
    }

    private void refresh() {
        owners = Set.copyOf(personal.pushOwners());
    }

    private void gone(PushSubscription push) {
        personal.removePush(push.owner(), push.endpoint());
        refresh();
    }

    // What the shard asks and tells

    @Override
    public boolean canWake(AddressOfRecord user) {
        return owners.contains(accounts.apply(user));
    }

    @Override
    public long patience() {
        return bounds.patienceNs();
    }

    @Override
    public void called(WakingCall call) {
        String account = accounts.apply(call.user());
        if (!mayTell(account)) {
            return;
        }
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Woken woken =
                new Woken(
                        call,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(key),
                        new AtomicBoolean(),
                        new CompletableFuture<>());
        calls.computeIfAbsent(call.callId(), _ -> new ArrayList<>()).add(woken);
        byKey.put(woken.key, woken);
        long seconds = bounds.patienceNs() / 1_000_000_000L;
        long until = clock.millis() + 1_000 * seconds;
        soon(() -> {
            Map<String, Object> message = about(woken, "call", account);
            message.put("video", call.video());
            message.put("until", until);
            message.put("decline", woken.key);
            List<PushSubscription> all = personal.pushes(account);
            PushSender.Message push =
                    message(message, seconds, "high", "c" + call.callId(), 1_000 * seconds);
            CompletableFuture<?>[] sent =
                    all.stream()
                            .map(each -> sender.send(each, push, woken.over))
                            .toArray(CompletableFuture[]::new);
            var _ = CompletableFuture.allOf(sent).thenRun(() -> woken.told.complete(all));
        });
    }

    @Override
    public void over(String callId, Ending ending) {
        List<Woken> all = calls.remove(callId);
        if (all == null) {
            return;
        }
        for (Woken woken : all) {
            woken.over.set(true);
            byKey.remove(woken.key);
            // Behind what it takes back, so that it is not overtaken.
            var _ = woken.told.thenAccept(to -> soon(() -> tellOver(woken, to, ending)));
        }
    }

    private void tellOver(Woken woken, List<PushSubscription> to, Ending ending) {
        boolean missed = ending == Ending.MISSED;
        String account = accounts.apply(woken.call.user());
        Map<String, Object> message = about(woken, missed ? "missed" : "over", account);
        message.put("answered", ending == Ending.ANSWERED);
        PushSender.Message push =
                message(
                        message,
                        missed ? DAY_SECONDS : bounds.patienceNs() / 1_000_000_000L,
                        "normal",
                        "c" + woken.call.callId(),
                        WINDOW_MS);
        tell(to, push);
    }

    @Override
    public void wrote(AddressOfRecord user, AddressOfRecord from, String text) {
        String account = accounts.apply(user);
        if (!mayTell(account)) {
            return;
        }
        soon(() -> {
            Map<String, Object> message = new LinkedHashMap<>();
            String writer = accounts.apply(from);
            message.put("kind", "message");
            message.put("to", account);
            message.put("from", writer);
            message.put("name", personal.names().getOrDefault(writer, ""));
            message.put("text", cut(text, LONGEST_TEXT));
            PushSender.Message push =
                    message(message, 7 * DAY_SECONDS, "normal", "m" + writer, WINDOW_MS);
            tell(personal.pushes(account), push);
        });
    }

    private void tell(List<PushSubscription> all, PushSender.Message push) {
        for (PushSubscription each : all) {
            var _ = sender.send(each, push, new AtomicBoolean());
        }
    }

    private static void soon(Runnable step) {
        Thread.ofVirtual().name("push").start(step);
    }

    /// Nobody is woken without end: beyond that many in a minute, others wait in vain.
    private boolean mayTell(String account) {
        Window window = windows.computeIfAbsent(account, _ -> new Window());
        synchronized (window) {
            long now = clock.millis();
            if (now >= window.endsMs) {
                window.endsMs = now + WINDOW_MS;
                window.count = 0;
            }
            return ++window.count <= bounds.mostPerMinute();
        }
    }

    private Map<String, Object> about(Woken woken, String kind, String account) {
        Map<String, Object> message = new LinkedHashMap<>();
        String from = caller(woken.call.from(), woken.call.user().domain());
        String own = woken.call.name();
        String name = own.isEmpty() ? personal.names().getOrDefault(from, "") : own;
        message.put("kind", kind);
        message.put("id", woken.call.callId());
        message.put("to", account);
        message.put("from", cut(from, LONGEST_NAME));
        message.put("name", cut(name, LONGEST_NAME));
        return message;
    }

    /// `sip:alice@example.org` as people of `domain` dial it.
    private static String caller(String uri, String domain) {
        String bare = uri.replaceFirst("^sips?:", "").replaceFirst("[;?].*$", "");
        return bare.endsWith("@" + domain)
                ? bare.substring(0, bare.length() - domain.length() - 1)
                : bare;
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }

    private static PushSender.Message message(
            Map<String, Object> json, long ttl, String urgency, String topic, long retryMs) {
        byte[] plaintext = JsonMapper.shared().writeValueAsBytes(json);
        return new PushSender.Message(plaintext, ttl, urgency, topic(topic), retryMs);
    }

    /// At most 32 characters of base64url (RFC 8030 section 5.4), of whatever names it.
    private static String topic(String name) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java knows no SHA-256", e);
        }
    }

    // What pages ask

    @Override
    public @Nullable String publicKey() {
        return vapid.publicKey();
    }

    @Override
    public int most() {
        return bounds.mostPerUser();
    }

    @Override
    public List<PushSubscription> of(String account) {
        return personal.pushes(account);
    }

    @Override
    public @Nullable String add(String account, String endpoint, String page, String secret) {
        byte[] auth = PushSender.decode(secret);
        if (PushSender.key(page) == null || auth == null || auth.length != 16) {
            return "p256dh and auth are no keys of a subscription";
        }
        if (endpoints.find(endpoint) instanceof PushEndpoints.Place.None(String problem)) {
            return problem;
        }
        personal.putPush(
                new PushSubscription(endpoint, account, page, secret, clock.millis()),
                bounds.mostPerUser());
        refresh();
        return null;
    }

    @Override
    public boolean remove(String account, String endpoint) {
        boolean removed = personal.removePush(account, endpoint);
        refresh();
        return removed;
    }

    @Override
    public void test(String account) {
        if (mayTell(account)) {
            PushSender.Message push =
                    message(Map.of("kind", "test", "to", account), 60, "high", "test", WINDOW_MS);
            tell(personal.pushes(account), push);
        }
    }

    @Override
    public boolean decline(String key) {
        Woken woken = byKey.remove(key);
        if (woken != null) {
            decliner.accept(woken.call.callId(), woken.call.user());
        }
        return woken != null;
    }

    // For people to look at

    /// What became of messages since the start.
    public Map<String, Long> results() {
        return sender.results();
    }

    /// Users who can be woken.
    public int owners() {
        return owners.size();
    }

    @Override
    public void close() {
        sender.close();
    }
}
