package jackfield.server.api;

/// What signing in asks of the node.
public interface SessionView {
    /// True where this is the password of this account.
    boolean isPassword(String account, String password);

    /// True while there is such an account.
    boolean isUser(String account);

    /// The domain of the users without one of their own.
    String home();

    /// Nanoseconds since the node started.
    long now();

    /// Seconds since 1970.
    long seconds();
}
