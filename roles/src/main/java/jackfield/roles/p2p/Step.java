package jackfield.roles.p2p;

import jackfield.base.Outbox;

/// One step of the core: when it is done, where what comes of it goes, and who writes down what is
/// said, and how a message is written.
record Step(long now, Outbox<SignalOutput> out, SignalTraces traces, SignalJson json) {}
