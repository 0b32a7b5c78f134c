package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rooms for small meshes: everybody in one has a connection to everybody else. Who knows a room's
/// name may join. What members say to each other is passed on as it is: nobody rings here.
final class Rooms {
    private final SignalSettings settings;
    private final Map<String, Set<Device>> members = new HashMap<>();

    Rooms(SignalSettings settings) {
        this.settings = settings;
    }

    int size() {
        return members.size();
    }

    @Nullable Refusal join(Device device, Json.Members message, Step step) {
        String room = message.text("room");
        if (room == null || room.isEmpty() || room.length() > SignalSettings.LONGEST_ID) {
            return Refusal.BAD_MESSAGE;
        }
        Set<Device> there = members.getOrDefault(room, Set.of());
        if (!there.contains(device)) {
            if (there.size() >= settings.roomMembers()) {
                return Refusal.ROOM_FULL;
            }
            if (device.rooms().size() >= SignalSettings.ROOMS_OF_DEVICE
                    || there.isEmpty() && members.size() >= settings.rooms()) {
                return Refusal.TOO_MANY_ROOMS;
            }
        }
        List<Json> others = new ArrayList<>();
        for (Device other : there) {
            if (other != device) {
                others.add(
                        new Json.Members(Map.of())
                                .with("userId", other.user())
                                .with("deviceId", other.id()));
            }
        }
        device.rooms().add(room);
        boolean isNew = members.computeIfAbsent(room, _ -> new LinkedHashSet<>()).add(device);
        device.send(
                message("room-joined").with("room", room).with("members", new Json.Items(others)),
                step);
        if (isNew) {
            announce("room-member-joined", room, device, step);
        }
        return null;
    }

    @Nullable Refusal leave(Device device, Json.Members message, Step step) {
        String room = message.text("room");
        if (room == null || !device.rooms().contains(room)) {
            return Refusal.NO_SUCH_ROOM;
        }
        leave(device, room, step);
        device.send(message("room-left").with("room", room), step);
        return null;
    }

    /// A device is gone for good.
    void gone(Device device, Step step) {
        List.copyOf(device.rooms()).forEach(room -> leave(device, room, step));
    }

    private void leave(Device device, String room, Step step) {
        device.rooms().remove(room);
        Set<Device> left = members.get(room);
        if (left != null) {
            left.remove(device);
            if (left.isEmpty()) {
                members.remove(room);
            }
        }
        announce("room-member-left", room, device, step);
    }

    private void announce(String type, String room, Device about, Step step) {
        Json.Members said = Messages.stamped(message(type).with("room", room), about);
        for (Device other : members.getOrDefault(room, Set.of())) {
            if (other != about) {
                other.send(said, step);
            }
        }
    }

    /// A message from member to member: to one by `toDevice` (and `toId`), or to all of a user's
    /// that are in the room by `toId`, or to everybody.
    @Nullable Refusal pass(Device from, String room, Json.Members message, Step step) {
        if (!from.rooms().contains(room)) {
            return Refusal.NO_SUCH_ROOM;
        }
        String user = message.text("toId");
        String device = message.text("toDevice");
        Json.Members passed = Messages.stamped(message, from);
        boolean found = false;
        boolean full = false;
        for (Device other : members.getOrDefault(room, Set.of())) {
            if (other != from
                    && (user == null || user.equals(other.user()))
                    && (device == null || device.equals(other.id()))) {
                found = true;
                full |= !other.send(passed, step);
            }
        }
        return full ? Refusal.QUEUE_FULL : found ? null : Refusal.NO_SUCH_MEMBER;
    }
}
