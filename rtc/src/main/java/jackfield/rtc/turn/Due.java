package jackfield.rtc.turn;

import jackfield.base.DeadlineQueue;

/// What ends by itself.
abstract class Due extends DeadlineQueue.Entry {
    /// Its time has come.
    abstract void due(long now);
}
