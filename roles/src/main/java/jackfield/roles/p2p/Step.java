package jackfield.roles.p2p;

import jackfield.base.Outbox;

<<<<<<< HEAD
/// One step of the core: when it is done, where what comes of it goes, and how that is written.
record Step(long now, Outbox<SignalOutput> out, SignalJson json) {}
=======
/// One step of the core: when it is done, where what comes of it goes, and who writes down what is
/// said.
record Step(long now, Outbox<SignalOutput> out, SignalTraces traces) {}
>>>>>>> main
