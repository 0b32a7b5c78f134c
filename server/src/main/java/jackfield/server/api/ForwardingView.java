package jackfield.server.api;

import jackfield.roles.forwarding.Forwarding;

/// What the API can ask and tell a node about call forwarding, by account.
public interface ForwardingView {
    /// True where there is such an account.
    boolean isUser(String account);

    /// What the user wants.
    Forwarding forwarding(String account);

    /// Keeps what the user wants from now on.
    void forward(String account, Forwarding forwarding);
}
