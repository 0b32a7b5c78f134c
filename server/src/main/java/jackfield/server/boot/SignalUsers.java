package jackfield.server.boot;

import jackfield.roles.p2p.SignalAccess;
import jackfield.roles.waking.Sleepers;
import jackfield.server.identity.SessionTokens;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.TokenVerdict;
import jackfield.store.Store;
import jackfield.store.User;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Who may sign in at `/signal`: the node's accounts, by a session's token or by name and password,
/// and whoever has a token of an issuer that the node believes.
final class SignalUsers implements SignalAccess {
    private final Accounts accounts;
    private final Store store;
    private final SessionTokens sessions;
    private final Optional<BearerAuthenticator> issuer;
    private final Map<String, String> domains;
    private final String home;
    private volatile Sleepers sleepers = Sleepers.NONE;

    /// @param home the domain of users without one of their own
    SignalUsers(Parts parts, String home) {
        accounts = parts.accounts();
        store = parts.store();
        sessions = parts.sessions();
        issuer = parts.bearer();
        domains = Routing.domains(parts.config(), home);
        this.home = home;
    }

    @Override
    public Verdict check(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Token(String token) -> byToken(token);
            case Credentials.Password(String said, String password) -> {
                User user = accounts.find(account(said, ""));
                yield user != null && user.hasPassword(password)
                        ? new Verdict.Known(user.name())
                        : new Verdict.Refused("a wrong name or password");
            }
        };
    }

    private Verdict byToken(String token) {
        String account = sessions.user(token, System.currentTimeMillis() / 1_000);
        if (account != null) {
            return new Verdict.Known(account);
        }
        if (issuer.isEmpty()) {
            return new Verdict.Refused("a wrong token, or one that is over: sign in again");
        }
        return switch (issuer.get().verify(token)) {
            case TokenVerdict.Valid(String user) -> new Verdict.Known(account(user, ""));
            case TokenVerdict.Invalid(var fault) -> new Verdict.Refused(fault.words());
        };
    }

    /// Where an issuer vouches for users, it alone knows them all.
    @Override
    public boolean isUser(String user) {
        return issuer.isPresent() || accounts.find(user) != null;
    }

    /// Calls wait for those whom `others` can wake.
    void wakeBy(Sleepers others) {
        sleepers = others;
    }

    @Override
    public long patience(String user) {
        return sleepers.canWake(Routing.address(user, home)) ? sleepers.patience() : 0;
    }

    @Override
    public boolean isQuiet(String user) {
        return store.forwarding(user).quiet();
    }

    @Override
    public String name(String address, String from) {
        return account(address, from);
    }

    private String account(String address, String from) {
        String name = address.strip();
        if (name.regionMatches(true, 0, "sip:", 0, 4)) {
            name = name.substring(4);
        }
        int at = name.lastIndexOf('@');
        if (at < 0) {
            int own = from.lastIndexOf('@');
            String near = own < 0 ? name : name + from.substring(own);
            return own < 0 || accounts.find(near) == null ? name : near;
        }
        String host = name.substring(at + 1).toLowerCase(Locale.ROOT);
        String domain = domains.getOrDefault(host, host);
        return domain.equals(home) ? name.substring(0, at) : name.substring(0, at + 1) + domain;
    }
}
