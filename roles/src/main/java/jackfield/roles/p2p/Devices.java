package jackfield.roles.p2p;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All devices, by user, in the order they came.
final class Devices {
    private final Map<String, List<Device>> byUser = new HashMap<>();
    private int count;

    /// Those of a user; do not change the list.
    List<Device> of(String user) {
        return byUser.getOrDefault(user, List.of());
    }

    @Nullable Device find(String user, String id) {
        for (Device device : of(user)) {
            if (device.id().equals(id)) {
                return device;
            }
        }
        return null;
    }

    void add(Device device) {
        byUser.computeIfAbsent(device.user(), _ -> new ArrayList<>()).add(device);
        count++;
    }

    void remove(Device device) {
        List<Device> left = byUser.get(device.user());
        if (left != null && left.remove(device)) {
            count--;
            if (left.isEmpty()) {
                byUser.remove(device.user());
            }
        }
    }

    int count() {
        return count;
    }

    int users() {
        return byUser.size();
    }
}
