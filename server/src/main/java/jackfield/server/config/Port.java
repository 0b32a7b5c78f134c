package jackfield.server.config;

/// A port to listen on.
///
/// @param number 1 to 65535; 0 lets the system choose one; -1 when there is to be no listener
public record Port(int number) {
    /// No listener.
    public static final Port OFF = new Port(-1);

    public Port {
        if (number < -1 || number > 0xffff) {
            throw new IllegalArgumentException("port " + number);
        }
    }

    /// True when there is to be no listener.
    public boolean isOff() {
        return number < 0;
    }

    @Override
    public String toString() {
        return isOff() ? "off" : Integer.toString(number);
    }
}
