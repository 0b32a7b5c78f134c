package jackfield.server.tls;

import java.io.IOException;
import java.nio.file.Path;

/// A certificate or key that cannot be used; the message names the file, the cause and the cure.
public final class BadCertificate extends IOException {
    private static final long serialVersionUID = 1;

    BadCertificate(Path file, String setting, String what) {
        super(file + " (" + setting + "): " + what);
    }
}
