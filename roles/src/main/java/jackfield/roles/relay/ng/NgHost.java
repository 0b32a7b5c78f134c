package jackfield.roles.relay.ng;

/// What the core needs of the node around it.
public interface NgHost {
    /// Does `step` on the core's thread, soon. May be called from any thread.
    void resume(Runnable step);

    /// Something an engineer should know of, one line; bounded in number.
    void told(String what);
}
