package jackfield.server.boot;

import static jackfield.server.boot.Edge.answer;
import static jackfield.server.boot.Edge.authorization;

import jackfield.net.http.HttpServer;
import jackfield.net.http.PinnedPosts;
import jackfield.net.stream.Streams;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.signalling.SignallingCore;
import jackfield.server.api.PushApi;
import jackfield.server.api.UserAccess;
import jackfield.server.config.Config;
import jackfield.server.config.PushSettings;
import jackfield.server.metrics.Metrics;
import jackfield.server.push.Posts;
import jackfield.server.push.PushPolicy;
import jackfield.server.push.Pushes;
import jackfield.store.Personal;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Web Push of a running node.
///
/// @param pushes sends them; null on a node that sends none
record PushNode(@Nullable Pushes pushes) {
    /// How long a push service may take to let us in, and to answer.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Reads, or makes, the node's key.
    ///
    /// @param home the domain of users without one of their own
    /// @param shard asked for once somebody declines
    static PushNode open(
            Parts parts,
            Personal personal,
            String home,
            SecureRandom random,
            Streams streams,
            Supplier<SignallingShard> shard,
            Stopping stopping)
            throws IOException {
        Config config = parts.config();
        if (config.get(PushSettings.PUSH).equals("off")) {
            return new PushNode(null);
        }
        PushPolicy policy =
                new PushPolicy(
                        config.get(PushSettings.PATIENCE).toNanos(),
                        config.get(PushSettings.PER_USER),
                        config.get(PushSettings.PER_MINUTE),
                        config.get(PushSettings.SERVICES),
                        config.get(PushSettings.CONTACT).orElse("https://" + home));
        PinnedPosts posts = new PinnedPosts(streams, PATIENCE, Pushes.MOST_AT_ONCE);
        Pushes pushes =
                Pushes.open(
                        parts.data().pushKey(),
                        personal,
                        policy,
                        user -> Routing.account(user, home),
                        random,
                        (uri, addresses, headers, body) -> {
                            PinnedPosts.Answer answer = posts.send(uri, addresses, headers, body);
                            return new Posts.Answer(answer.status(), answer.fields());
                        });
        stopping.first(
                "end push messages",
                () -> {
                    pushes.close();
                    posts.close();
                });
        pushes.declineBy((call, user) -> shard.get().decline(call, user));
        return new PushNode(pushes);
    }

    /// Lets calls wait for users who are woken.
    void join(SignallingCore core) {
        if (pushes != null) {
            core.wakeBy(pushes);
        }
    }

    /// Lets calls of `/signal` wait for users who are woken, too.
    void join(SignalNode signal, Supplier<SignallingShard> shard) {
        if (pushes != null) {
            signal.wakeBy(pushes);
            pushes.declineBy((call, user) -> {
                if (!signal.decline(call, user)) {
                    shard.get().decline(call, user);
                }
            });
        }
    }

    /// True for a user who can be woken.
    boolean canWake(AddressOfRecord user) {
        return pushes != null && pushes.canWake(user);
    }

    /// Adds the routes.
    void routes(HttpServer server, UserAccess access) {
        if (pushes == null) {
            return;
        }
        PushApi api = new PushApi(access, pushes);
        String path = "/api/me/push";
        server.get(path, request -> answer(api.list(authorization(request))));
        server.post(
                path,
                request ->
                        answer(
                                api.add(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        server.route(
                "DELETE",
                path,
                request -> answer(api.remove(authorization(request), request.query("endpoint"))));
        server.post(path + "/test", request -> answer(api.test(authorization(request))));
        server.post(
                "/api/push/decline",
                request -> answer(api.decline(request.header("content-type"), request.body())));
    }

    /// Adds the numbers.
    void register(Metrics metrics) {
        if (pushes != null) {
            metrics.gauge(
                            "jackfield_push_users",
                            "Users whose pages can be woken by push messages.",
                            pushes::owners)
                    .counters(
                            "jackfield_push_messages",
                            "Push messages, by what became of them: sent, retried, gone (the"
                                    + " subscription was removed), refused, failed, late, dropped.",
                            "result",
                            pushes::results);
        }
    }
}
