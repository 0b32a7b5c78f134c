package jackfield.roles.signalling;

import jackfield.base.Flow;
import java.util.random.RandomGenerator;

/// What parties send on: something with a node at its other end.
interface Wire {
    /// Takes what a party sent.
    void arrive(Flow flow, byte[] bytes);

    /// Where chance comes from.
    RandomGenerator random();
}
