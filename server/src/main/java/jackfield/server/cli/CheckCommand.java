package jackfield.server.cli;

import jackfield.server.config.Addresses;
import jackfield.server.config.Config;
import jackfield.server.config.Settings;
import jackfield.server.config.Where;
import jackfield.server.identity.TokenFiles;
import jackfield.server.tls.BadCertificate;
import jackfield.server.tls.Certificates;
import jackfield.server.tls.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `jackfield check`.
@Command(
        name = "check",
        description = "Check the settings: file, environment and options. 0 when they are good.")
final class CheckCommand implements Runnable {
    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Config config = options.config();
        config.warnings().forEach(problem -> out.println("warning: " + problem));
        Settings.ALL.stream()
                .filter(setting -> !config.where(setting).equals(Where.DEFAULT))
                .forEach(setting -> out.println(setting.key() + ": from " + config.where(setting)));
        certificates(out, config);
        tokens(config);
        Addresses addresses = Addresses.of(config);
        out.println(
                "binds "
                        + addresses.listen().getHostAddress()
                        + ", advertises "
                        + addresses.advertised().getHostAddress());
        Path file = options.file();
        out.println(
                (file == null ? "no settings file" : file.toString()) + ": the settings are good");
    }

    /// A file that cannot be used would stop the start; what peers may not like only warns.
    private static void certificates(PrintWriter out, Config config) {
        try {
            Certificates.check(TlsFiles.of(config), Instant.now())
                    .forEach(problem -> out.println("warning: " + problem));
        } catch (BadCertificate e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private static void tokens(Config config) {
        try {
            TokenFiles.of(config, InstantSource.system());
        } catch (IOException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }
}
