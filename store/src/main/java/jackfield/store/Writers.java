package jackfield.store;

/// Threads that write behind, at their end.
public final class Writers {
    private Writers() {}

    /// Waits until a thread that was told to end has written what it has. An interrupt does not cut
    /// that short; it is there again afterwards.
    public static void awaitEnd(Thread writer) {
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
