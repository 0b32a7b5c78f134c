package jackfield.server.config;

/// Ports from `first` to `last`, both included.
public record PortRange(int first, int last) {
    public PortRange {
        if (first < 1 || last > 0xffff || first > last) {
            throw new IllegalArgumentException("ports " + first + " to " + last);
        }
    }

    /// How many ports.
    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
