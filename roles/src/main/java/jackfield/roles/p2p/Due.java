package jackfield.roles.p2p;

import jackfield.base.DeadlineQueue;

/// What has a deadline here.
abstract sealed class Due extends DeadlineQueue.Entry permits Socket, Device, Call {}
