package jackfield.roles.upstream;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.registrar.Granting;
import jackfield.roles.transactionuser.Arrival;
import jackfield.sip.message.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our own registrar, as one above it uses it.
public interface Location {
    /// The bindings that a REGISTER would make, in the order of its Contacts; their lifetimes mean
    /// nothing.
    List<Binding> asked(Arrival register, AddressOfRecord aor);

    /// Does what a REGISTER asks, for as long as an upstream granted, and gives the answer.
    Response save(Arrival register, AddressOfRecord aor, Granting granting, long now);

    /// Takes note of what an upstream said to a REGISTER, before anything is made of it.
    ///
    /// @return what to answer instead; null for nothing else
    @Nullable Response judged(Arrival register, Response response, AddressOfRecord aor, long now);

    /// Answers a REGISTER.
    void answer(Arrival register, Response response, long now);
}
