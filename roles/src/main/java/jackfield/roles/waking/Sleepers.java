package jackfield.roles.waking;

import jackfield.roles.location.AddressOfRecord;

/// Wakes users who have no device that can be reached. Called on the signalling shard's thread:
/// nothing of it may wait.
public interface Sleepers {
    /// Nobody can be woken.
    Sleepers NONE =
            new Sleepers() {
                @Override
                public boolean canWake(AddressOfRecord user) {
                    return false;
                }

                @Override
                public long patience() {
                    return 0;
                }

                @Override
                public void called(WakingCall call) {}

                @Override
                public void over(String callId, Ending ending) {}

                @Override
                public void wrote(AddressOfRecord user, AddressOfRecord from, String text) {}
            };

    /// How a call ended that somebody was woken for.
    enum Ending {
        /// Somebody took it.
        ANSWERED,
        /// The callee wants none of it: no news to the callee.
        DECLINED,
        /// Nobody came, or nobody answered.
        MISSED
    }

    /// True where this user has something that can be woken.
    boolean canWake(AddressOfRecord user);

    /// How long a call waits for somebody who is woken (ns).
    long patience();

    /// Somebody is called who is not there.
    void called(WakingCall call);

    /// A call rings no longer. Told of every call: also of those nobody was woken for.
    void over(String callId, Ending ending);

    /// A text message waits for a user who is not there.
    void wrote(AddressOfRecord user, AddressOfRecord from, String text);
}
