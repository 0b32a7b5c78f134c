package jackfield.server.api;

import jackfield.server.config.ShownSetting;
import java.util.List;
import java.util.Optional;

/// What the console asks of a node beside its calls. Called on virtual threads.
public interface ConsoleView {
    /// What an operator should know now, the worst first.
    List<AlertView> alerts();

    /// Why calls failed that ended since `sinceMs`, as far as the last ones are in memory; the most
    /// frequent reason first.
    List<Reason> reasons(long sinceMs);

    /// Why calls failed.
    ///
    /// @param outcome its word
    /// @param count how many
    /// @param callId the last one
    /// @param lastMs when that ended (ms since 1970)
    record Reason(String outcome, String reason, int count, String callId, long lastMs) {}

    /// Every setting, without secrets.
    List<ShownSetting> settings();

    /// What `./jackfield check` would say of the settings as they are written now.
    Check check();

    /// A code that lets one browser in, once and soon.
    String ticket();

    /// The token, for a code that was not used yet; empty for every other.
    Optional<String> redeem(String code);

    /// What is to be said of settings.
    ///
    /// @param good true where a node would start with them
    /// @param problems what must be changed, each with its place
    /// @param warnings what may not do what its writer thinks
    /// @param changed keys that a restart would change
    record Check(
            boolean good, List<String> problems, List<String> warnings, List<String> changed) {}
}
