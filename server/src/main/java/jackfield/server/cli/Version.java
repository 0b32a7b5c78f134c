package jackfield.server.cli;

/// Which Jackfield this is.
public final class Version {
    private Version() {}

    /// `0.1.0`, or `unbuilt` where the classes are not in a jar.
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unbuilt" : version;
    }
}
