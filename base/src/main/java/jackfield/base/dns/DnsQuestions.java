package jackfield.base.dns;

/// Asks the DNS.
@FunctionalInterface
public interface DnsQuestions {
    /// Asks for the records of `type` that `name` has. It never blocks.
    ///
    /// @param name absolute, with or without the dot at its end
    /// @param answered told once, on the thread of the core that asked; within a few seconds, also
    ///   where nothing came back
    void ask(String name, DnsType type, Answered answered);

    /// Takes an answer.
    @FunctionalInterface
    interface Answered {
        /// @param now when it came (ns since the node started)
        void answered(DnsAnswer answer, long now);
    }
}
