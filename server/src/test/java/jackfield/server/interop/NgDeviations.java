package jackfield.server.interop;

import java.util.List;
import java.util.regex.Pattern;

/// Where we differ from rtpengine-daemon 10.5, and why: the table of
/// docs/guide/relay-for-kamailio.md, as tests use it.
final class NgDeviations {
    /// One difference.
    ///
    /// @param name as the guide has it
    /// @param what the differences that it explains
    /// @param where shapes and terms it holds for, `shape|terms`
    private record Deviation(String name, Pattern what, Pattern where) {
        boolean covers(String place, String difference) {
            return where.matcher(place).find() && what.matcher(difference).find();
        }
    }

    private static final List<Deviation> ALL = List.of();

    private NgDeviations() {}

    static boolean covers(String shape, String terms, String difference) {
        return ALL.stream().anyMatch(each -> each.covers(shape + "|" + terms, difference));
    }
}
