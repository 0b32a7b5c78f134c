package jackfield.roles.p2p;

import jackfield.base.Outbox;

/// One step of the core: when it is done, and where what comes of it goes.
record Step(long now, Outbox<SignalOutput> out) {}
