package jackfield.roles.messaging;

import jackfield.roles.location.AddressOfRecord;
import java.util.List;
import java.util.function.ObjLongConsumer;

/// Keeps text messages. Called on the signalling shard's thread; nothing of it may wait.
public interface MessageStore {
    /// Keeps nothing: messages pass as other requests do.
    MessageStore NONE =
            new MessageStore() {
                @Override
                public boolean isOn() {
                    return false;
                }

                @Override
                public long keep(
                        AddressOfRecord from, AddressOfRecord to, String callId, String text) {
                    return -1;
                }

                @Override
                public boolean hasWaiting(AddressOfRecord user) {
                    return false;
                }

                @Override
                public void waiting(AddressOfRecord user, ObjLongConsumer<List<Waiting>> then) {}

                @Override
                public void delivered(AddressOfRecord user, long number) {}
            };

    /// A message that no device has yet.
    ///
    /// @param number its number
    /// @param from who wrote it
    /// @param date when, as a Date header field says it
    /// @param text what it says
    record Waiting(long number, AddressOfRecord from, String date, String text) {}

    /// True where messages are kept at all.
    boolean isOn();

    /// Keeps a message, as one that no device has yet; gives its number, or -1 where there is no
    /// room for it.
    long keep(AddressOfRecord from, AddressOfRecord to, String callId, String text);

    /// True while messages wait for a device of `user`.
    boolean hasWaiting(AddressOfRecord user);

    /// What waits for `user`, the oldest first: told later, on the shard's thread, with the time
    /// (ns).
    void waiting(AddressOfRecord user, ObjLongConsumer<List<Waiting>> then);

    /// A device of `user` has a message.
    void delivered(AddressOfRecord user, long number);
}
