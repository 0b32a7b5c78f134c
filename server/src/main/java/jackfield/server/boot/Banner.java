package jackfield.server.boot;

import jackfield.server.config.DataFolder;
import jackfield.store.DemoAccounts;
import java.util.List;

/// What a newcomer reads when the node is up.
public final class Banner {
    private Banner() {}

    /// The lines, each ended.
    public static String of(
            Reach reach, List<DemoAccounts.Account> accounts, DataFolder data, long millis) {
        StringBuilder text = new StringBuilder();
        text.append("\nJackfield ")
                .append(Version.text())
                .append(" is up after ")
                .append(millis)
                .append(" ms.\n\n");
        reach.web()
                .ifPresent(
                        web ->
                                text.append("  Web phone     ")
                                        .append(web)
                                        .append("   (its certificate's root: ")
                                        .append(web)
                                        .append("/ca.crt)\n"));
        reach.sip()
                .ifPresent(
                        sip ->
                                text.append("  SIP phones    ")
                                        .append(sip)
                                        .append("   (the domain and the server)\n"));
        for (int i = 0; i < accounts.size(); i++) {
            text.append(i == 0 ? "  Accounts      " : "                ")
                    .append("%-8s".formatted(accounts.get(i).name()))
                    .append(accounts.get(i).password())
                    .append('\n');
        }
        if (!accounts.isEmpty()) {
            text.append("                also in ").append(data.demoAccounts()).append('\n');
        }
        text.append("  Data folder   ").append(data.path()).append('\n');
        text.append("  Stop          Ctrl-C, or kill ")
                .append(ProcessHandle.current().pid())
                .append("\n\n");
        return text.toString();
    }
}
