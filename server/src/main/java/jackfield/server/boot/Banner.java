package jackfield.server.boot;

import jackfield.server.cli.Version;
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
        text.append("\nJackfield is up (%s, after %d ms).%n".formatted(Version.text(), millis));
        reach.web().ifPresent(web -> line(text, "Phone", web));
        reach.web()
                .ifPresent(web ->
                        line(text, "Console", web + "/console (to sign in: ./jackfield console)"));
        if (reach.web().isEmpty()) {
            reach.api().ifPresent(api -> line(text, "API", api));
        }
        reach.sip().ifPresent(sip -> line(text, "SIP", sip));
        reach.ng().ifPresent(ng -> line(text, "NG", ng.toString()));
        String title = "Accounts";
        for (DemoAccounts.Account account : accounts) {
            line(text, title, "%-6s %s".formatted(account.name(), account.password()));
            title = "";
        }
        if (!accounts.isEmpty()) {
            line(text, "", "(also in " + data.demoAccounts() + ")");
        }
        line(text, "Data", data.path().toString());
        line(text, "Stop", "Ctrl-C, or kill " + ProcessHandle.current().pid());
        text.append('\n');
        return text.toString();
    }

    private static void line(StringBuilder text, String title, String what) {
        text.append("  %-10s %s%n".formatted(title, what));
    }
}
