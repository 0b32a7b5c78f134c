package jackfield.server.boot;

import jackfield.net.NodeClock;
import jackfield.roles.presence.PresenceSettings;
import jackfield.server.api.MeView;
import jackfield.server.api.SessionView;
import jackfield.server.config.Config;
import jackfield.server.config.PageSettings;
import jackfield.server.config.PushSettings;
import jackfield.server.config.Settings;
import jackfield.store.Personal;
import jackfield.store.User;
import java.util.LinkedHashMap;
import java.util.Map;

/// What pages ask of the node for their users.
final class PageUsers implements SessionView, MeView {
    private final Parts parts;
    private final NodeClock clock;
    private final String home;
    private final Personal personal;

    PageUsers(Parts parts, NodeClock clock, String home, Personal personal) {
        this.personal = personal;
        this.parts = parts;
        this.clock = clock;
        this.home = home;
    }

    /// Who may watch whom.
    static PresenceSettings presence(Config config) {
        PresenceSettings usual = PresenceSettings.DEFAULT;
        return new PresenceSettings(
                switch (config.get(PageSettings.WATCHERS)) {
                    case "off" -> PresenceSettings.Watchers.OFF;
                    case "users" -> PresenceSettings.Watchers.USERS;
                    default -> PresenceSettings.Watchers.DOMAIN;
                },
                usual.expires(),
                config.get(PageSettings.SUBSCRIPTIONS),
                usual.mostInAll());
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
    public String name(String account) {
        return personal.names().getOrDefault(account, "");
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
        can.put("calls", true);
        can.put("contacts", parts.config().get(PageSettings.CONTACTS) > 0);
        can.put("directory", parts.config().get(PageSettings.DIRECTORY).equals("on"));
        can.put("presence", !parts.config().get(PageSettings.WATCHERS).equals("off"));
        can.put("messages", parts.config().get(PageSettings.MESSAGES).equals("on"));
        can.put("push", parts.config().get(PushSettings.PUSH).equals("on"));
        can.put("signal", parts.config().has("p2p"));
        return can;
    }
}
