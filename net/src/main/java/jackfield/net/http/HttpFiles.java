package jackfield.net.http;

import java.nio.file.Path;

/// Where static files come from.
public sealed interface HttpFiles {
    /// A directory of the file system.
    record Directory(Path path) implements HttpFiles {}

    /// A folder on the class path, `web` for example.
    record ClassPath(String folder) implements HttpFiles {}
}
