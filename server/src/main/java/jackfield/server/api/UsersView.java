package jackfield.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The accounts of a node, for those who look after them. Called on virtual threads.
public interface UsersView {
    /// Accounts by name.
    ///
    /// @param find what their names have in them, in any case of letters; empty for all
    /// @param after the last name of the page before; empty for the first page
    /// @param limit so many at most
    Page users(String find, String after, int limit);

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

    /// Some accounts.
    ///
    /// @param users these, by name
    /// @param all how many accounts there are
    /// @param found how many of them have what is looked for, on all pages
    /// @param next the name behind which the next page begins; null where this is the last
    record Page(List<Account> users, int all, int found, @Nullable String next) {
        public Page {
            users = List.copyOf(users);
        }
    }

    /// One account.
    ///
    /// @param name its name
    /// @param source `settings` or `database`; those of the settings are changed there
    /// @param contacts how many devices are registered
    /// @param forwarding true where it wants some calls elsewhere
    record Account(String name, String source, int contacts, boolean forwarding) {}
}
