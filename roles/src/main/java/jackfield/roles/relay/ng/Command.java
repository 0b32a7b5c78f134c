package jackfield.roles.relay.ng;

/// Does one command.
@FunctionalInterface
interface Command {
    /// Does it and answers once, now or later.
    ///
    /// @param now nanoseconds since the node started
    void run(NgRequest request, Answer answer, long now);

    /// Takes what is answered, on the core's thread.
    @FunctionalInterface
    interface Answer {
        void say(NgValue.Dictionary reply);
    }

    /// A command that is answered at once.
    interface AtOnce {
        NgValue.Dictionary run(NgRequest request, long now);
    }

    static Command of(AtOnce command) {
        return (request, answer, now) -> answer.say(command.run(request, now));
    }
}
