package jackfield.server.cli;

import jackfield.server.config.SettingsPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `jackfield settings`.
@Command(name = "settings", description = "List every setting with its default.")
final class SettingsCommand implements Runnable {
    @Option(names = "--markdown", description = "As docs/guide/settings.md.")
    private boolean markdown;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(markdown ? SettingsPage.markdown() : SettingsPage.text());
        spec.commandLine().getOut().flush();
    }
}
