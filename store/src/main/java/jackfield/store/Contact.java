package jackfield.store;

import java.util.List;

/// Somebody in a user's address book.
///
/// @param id names the contact in this book
/// @param name for people
/// @param addresses numbers and SIP URIs, the usual one first
/// @param starred true for a favourite
public record Contact(String id, String name, List<String> addresses, boolean starred) {
    public Contact {
        addresses = List.copyOf(addresses);
    }
}
