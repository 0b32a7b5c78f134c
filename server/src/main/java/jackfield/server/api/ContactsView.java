package jackfield.server.api;

import jackfield.store.Contact;
import java.util.List;
import java.util.Map;

/// What address books are made of.
public interface ContactsView {
    /// A user's own contacts, by name.
    List<Contact> contacts(String account);

    /// Adds or replaces one; false where there is no room.
    boolean put(String account, Contact contact);

    /// Makes `contacts` the whole book.
    void replace(String account, List<Contact> contacts);

    /// Removes one; false where there is none of this id.
    boolean remove(String account, String id);

    /// How many contacts a user may have.
    int most();

    /// The accounts of this node.
    List<String> accounts();

    /// The names that users gave themselves, by account.
    Map<String, String> names();

    /// Keeps a user's name; an empty one is forgotten.
    void name(String account, String name);

    /// True where users see who else is one.
    boolean showsDirectory();
}
