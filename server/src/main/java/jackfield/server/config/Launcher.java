package jackfield.server.config;

import java.util.Set;

/// The environment variables that are for the launcher script or the command line, and so are no
/// settings.
final class Launcher {
    static final Set<String> VARIABLES =
            Set.of(
                    "JACKFIELD_JAVA_HOME",
                    "JACKFIELD_DOWNLOAD_JDK",
                    "JACKFIELD_JAVA_OPTS",
                    "JACKFIELD_DATA",
                    "JACKFIELD_CONFIG");

    private Launcher() {}
}
