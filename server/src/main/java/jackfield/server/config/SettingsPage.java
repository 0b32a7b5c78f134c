package jackfield.server.config;

/// The table of settings as people read it.
public final class SettingsPage {
    private SettingsPage() {}

    /// docs/guide/settings.md, whole.
    public static String markdown() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # Settings

                <!-- Made from the table in server.config.Settings by ./jackfield settings --markdown. -->

                One YAML file: `jackfield.yaml` in the data folder, or the one that `--config` names. \
                A dot in a key may be a level of nesting. Each key is also an environment variable \
                and can be given with `--set key=value`; the later of file, environment and `--set` \
                wins. `./jackfield check` says what is wrong, with file and line.

                ```yaml
                domain: example.org
                edge.https.port: 443
                sip:
                  udp:
                    port: 5070
                users:
                  - name: alice
                    password: a long one
                numbers:
                  9999: echo
                ```

                A duration is a number with `ms`, `s`, `m`, `h` or `d`. A port is 1 to 65535, 0 for \
                any free one, or `off`.

                | key | default | kind | environment | what it does |
                |---|---|---|---|---|
                """);
        for (Setting<?> setting : Settings.ALL) {
            if (!setting.reserved()) {
                page.append(
                        "| `%s` | %s | %s | `%s` | %s |%n"
                                .formatted(
                                        setting.key(),
                                        setting.ifAbsent().isEmpty()
                                                ? "none"
                                                : "`" + setting.ifAbsent() + "`",
                                        setting.kind().name(),
                                        setting.variable(),
                                        setting.about()));
            }
        }
        page.append(
                """

                ## Reserved keys

                Known, so that one file can serve several versions, and named in a warning: this \
                version does not use them.

                | key | what it will do |
                |---|---|
                """);
        for (Setting<?> setting : Settings.ALL) {
            if (setting.reserved()) {
                page.append("| `%s` | %s |%n".formatted(setting.key(), setting.about()));
            }
        }
        return page.toString();
    }

    /// The table for a terminal.
    public static String text() {
        StringBuilder page = new StringBuilder();
        for (Setting<?> setting : Settings.ALL) {
            page.append(setting.key())
                    .append(" (")
                    .append(setting.reserved() ? "reserved" : setting.kind().name())
                    .append(setting.ifAbsent().isEmpty() ? "" : ", default " + setting.ifAbsent())
                    .append(")\n    ")
                    .append(setting.about())
                    .append("\n    ")
                    .append(setting.variable())
                    .append('\n');
        }
        return page.toString();
    }
}
