package jackfield.server.boot;

import jackfield.net.NodeClock;
import jackfield.server.api.MeView;
import jackfield.server.api.SessionView;
import jackfield.server.config.Settings;
import jackfield.store.User;
import java.util.LinkedHashMap;
import java.util.Map;

/// What pages ask of the node for their users.
final class PageUsers implements SessionView, MeView {
    private final Parts parts;
    private final NodeClock clock;
    private final String home;

    PageUsers(Parts parts, NodeClock clock, String home) {
        this.parts = parts;
        this.clock = clock;
        this.home = home;
    }

    @Override
    public boolean isPassword(String account, String password) {
        User found = parts.accounts().find(account);
        return found != null && found.hasPassword(password);
    }

    @Override
    public boolean isUser(String account) {
        return parts.accounts().find(account) != null;
    }

    @Override
    public String home() {
        return home;
    }

    @Override
    public long now() {
        return clock.now();
    }

    @Override
    public long seconds() {
        return System.currentTimeMillis() / 1_000;
    }

    @Override
    public Map<String, String> numbers() {
        return parts.config().get(Settings.NUMBERS);
    }

    @Override
    public Map<String, Boolean> abilities() {
        Map<String, Boolean> can = new LinkedHashMap<>();
        can.put("sip", parts.config().has("edge") && parts.config().has("proxy"));
        can.put("turn", parts.config().has("turn"));
        can.put("signal", parts.config().has("p2p"));
        return can;
    }
}
