package jackfield.roles.registrar;

import jackfield.sip.message.NameAddr;

/// Decides how long a contact is registered.
@FunctionalInterface
public interface Granting {
    /// What a contact gets when it asks for too short a time.
    int TOO_SHORT = -1;

    /// The seconds that `contact` gets; [#TOO_SHORT] to refuse it by 423.
    ///
    /// @param asked the seconds it asks for, more than none; [Integer#MAX_VALUE] for any longer
    ///   time, -1 where it says nothing
    int seconds(NameAddr contact, int asked);
}
