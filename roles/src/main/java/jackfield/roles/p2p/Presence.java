package jackfield.roles.p2p;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is there, and who is told. A user's state is that of all their devices together.
final class Presence {
    private final Devices devices;
    private final SignalAccess access;
    private final Map<String, Set<Device>> watchers = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();

    Presence(Devices devices, SignalAccess access) {
        this.devices = devices;
        this.access = access;
    }

    /// `offline`, `away`, `online`, `ringing`, `busy` or `do-not-disturb`.
    String state(String user) {
        int best = 0;
        for (Device device : devices.of(user)) {
            best = Math.max(best, rank(device));
        }
        if (best > 0 && access.isQuiet(user)) {
            return "do-not-disturb";
        }
        return switch (best) {
            case 1 -> "away";
            case 2 -> "online";
            case 3 -> "ringing";
            case 4 -> "busy";
            default -> "offline";
        };
    }

    private static int rank(Device device) {
        if (!device.calls().isEmpty()) {
            return device.calls().stream().anyMatch(call -> call.taker() != null) ? 4 : 3;
        }
        return !device.isThere() ? 0 : device.isAway() ? 1 : 2;
    }

    /// Something of this user has changed; who watches is told when the step is over.
    void touch(String user) {
        if (watchers.containsKey(user)) {
            touched.add(user);
        }
    }

    /// Tells what has changed.
    void flush(Step step) {
        if (touched.isEmpty()) {
            return;
        }
        for (String user : touched) {
            String state = state(user);
            Set<Device> watching = watchers.get(user);
            if (watching != null && !state.equals(told.put(user, state))) {
                for (Device device : watching) {
                    if (device.isThere()) {
                        device.send(of(user, state), step);
                    }
                }
            }
        }
        touched.clear();
    }

    private static Json.Members of(String user, String state) {
        return Json.message("presence").with("from", user).with("state", state);
    }

    /// `presence-subscribe` and `presence-unsubscribe`, with `users`.
    @Nullable Refusal watch(Device device, boolean on, Json.Members message, Step step) {
        if (!(message.get("users") instanceof Json.Items(List<Json> users))) {
            return Refusal.BAD_MESSAGE;
        }
        for (Json each : users) {
            if (!(each instanceof Json.Text(String address))
                    || address.length() > 2 * SignalSettings.LONGEST_ID) {
                return Refusal.BAD_MESSAGE;
            }
            String user = access.name(address, device.user());
            if (!on) {
                unwatch(device, user);
            } else if (device.watched().size() >= SignalSettings.MOST_WATCHED) {
                return Refusal.TOO_MANY_WATCHED;
            } else {
                device.watched().add(user);
                watchers.computeIfAbsent(user, _ -> new LinkedHashSet<>()).add(device);
                String state = state(user);
                told.put(user, state);
                device.send(of(user, state), step);
            }
        }
        return null;
    }

    /// A device is back: it is told all it watches.
    void came(Device device, Step step) {
        device.watched().forEach(user -> device.send(of(user, state(user)), step));
        touch(device.user());
    }

    /// A device watches nothing any more.
    void gone(Device device) {
        List.copyOf(device.watched()).forEach(user -> unwatch(device, user));
        touch(device.user());
    }

    private void unwatch(Device device, String user) {
        device.watched().remove(user);
        Set<Device> left = watchers.get(user);
        if (left != null && left.remove(device) && left.isEmpty()) {
            watchers.remove(user);
            told.remove(user);
        }
    }
}
