package jackfield.rtc.turn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The permissions and channels of one allocation.
final class Peers {
    private static final int SMALLEST = 2;

    private final TransportTable<Permission> permissions;
    private final TransportTable<ChannelBinding> channels;
    private @Nullable ChannelBinding[] numbers = new ChannelBinding[SMALLEST];

    Peers(long seed) {
        permissions = new TransportTable<>(seed);
        channels = new TransportTable<>(seed);
    }

    @Nullable ChannelBinding channel(int number) {
        return numbers[place(number, numbers)];
    }

    @Nullable ChannelBinding channel(long high, long low, int port) {
        return channels.find(high, low, port);
    }

    /// Touches the permissions; the sum says nothing.
    long fetch() {
        Permission first = permissions.first();
        return first == null ? 0 : first.expires;
    }

    @Nullable Permission permission(long high, long low) {
        return permissions.find(high, low, 0);
    }

    void put(Permission permission) {
        permissions.put(permission);
    }

    /// The number and the peer must both be free.
    void put(ChannelBinding channel) {
        channels.put(channel);
        if (4 * channels.size() > 3 * numbers.length) {
            number(2 * numbers.length);
        } else {
            numbers[place(channel.number, numbers)] = channel;
        }
    }

    int permissions() {
        return permissions.size();
    }

    int channels() {
        return channels.size();
    }

    List<Permission> allPermissions() {
        return permissions.all();
    }

    /// Forgets what has run out.
    void sweep(long now) {
        int before = channels.size();
        channels.removeIf(channel -> channel.expires <= now);
        if (channels.size() != before) {
            number(numbers.length);
        }
        permissions.removeIf(permission -> permission.expires <= now);
    }

    private void number(int length) {
        @Nullable ChannelBinding[] fresh = new ChannelBinding[length];
        for (ChannelBinding each : channels.all()) {
            fresh[place(each.number, fresh)] = each;
        }
        numbers = fresh;
    }

    /// Clients count up from some number, so its low bits spread well.
    private static int place(int number, @Nullable ChannelBinding[] in) {
        int place = number & in.length - 1;
        for (ChannelBinding at = in[place]; at != null; at = in[place]) {
            if (at.number == number) {
                return place;
            }
            place = place + 1 & in.length - 1;
        }
        return place;
    }
}
