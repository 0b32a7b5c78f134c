package jackfield.roles.relay.ng;

/// Takes the reply to one message: at once or later, on the core's thread.
@FunctionalInterface
public interface NgReply {
    /// The bytes to send back, framed as the message was.
    void send(byte[] reply);
}
