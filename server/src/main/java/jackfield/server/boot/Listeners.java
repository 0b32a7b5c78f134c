package jackfield.server.boot;

/// The wiring of a whole node.
final class Listeners implements Wiring {
    @Override
    public Reach open(Parts parts, Stopping stopping) {
        return Reach.NOWHERE;
    }
}
