package jackfield.server.api;

import java.util.Map;

/// What the API tells a user of the node.
public interface MeView {
    /// The domain of the users without one of their own.
    String home();

    /// The name that a user gave itself; empty where it gave none.
    String name(String account);

    /// Numbers that the node answers itself, with their service.
    Map<String, String> numbers();

    /// What the node can do for a page: `sip`, `turn` and so on, true or false.
    Map<String, Boolean> abilities();
}
