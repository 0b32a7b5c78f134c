package jackfield.roles.proxy;

/// Told what becomes of the targets of calls, by who chose them: to spread load by what is in use,
/// and to leave out what fails. Called on the shard, and must not act on the proxy at once.
public interface TargetWatch {
    /// Does not care.
    TargetWatch NONE =
            new TargetWatch() {
                @Override
                public void begun(String callId, Target target) {}

                @Override
                public void failed(
                        String callId, Target target, Outcome how, int status, long now) {}

                @Override
                public void ended(String callId) {}
            };

    /// The INVITE of a call goes to `target`, as it was in the target set.
    void begun(String callId, Target target);

    /// It did not come to an answer there.
    ///
    /// @param status the final response, from the wire or made up for a silent one
    void failed(String callId, Target target, Outcome how, int status, long now);

    /// A call is over, answered or not.
    void ended(String callId);
}
