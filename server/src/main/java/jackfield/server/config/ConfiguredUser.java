package jackfield.server.config;

/// A user that the settings name.
///
/// @param name the user part of the address of record
/// @param password in plain text, from the file; never log it
public record ConfiguredUser(String name, String password) {
    @Override
    public String toString() {
        return name;
    }
}
