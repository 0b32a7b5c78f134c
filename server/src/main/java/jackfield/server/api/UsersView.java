package jackfield.server.api;

import java.util.List;

/// The accounts of a node, for those who look after them. Called on virtual threads.
public interface UsersView {
    /// Every account, by name.
    List<Account> users();

    /// Adds an account.
    ///
    /// @return an empty text, or why not
    String add(String name, String password);

    /// Gives an account a new password.
    ///
    /// @return an empty text, or why not
    String changePassword(String name, String password);

    /// Removes an account and its registrations.
    ///
    /// @return an empty text, or why not
    String remove(String name);

    /// True where there is such an account.
    boolean isThere(String name);

    /// One account.
    ///
    /// @param name its name
    /// @param source `settings` or `database`; those of the settings are changed there
    /// @param contacts how many devices are registered
    /// @param forwarding true where it wants some calls elsewhere
    record Account(String name, String source, int contacts, boolean forwarding) {}
}
