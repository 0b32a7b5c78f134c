package jackfield.server.kamailio;

import jackfield.server.config.Settings;
import jackfield.sip.auth.Ha1;
import jackfield.store.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The users in an export of Kamailio's `subscriber` table: a header line, then one user a line,
/// with tabs or commas between the columns `username`, `domain`, `password` and `ha1`.
///
/// @param users those that can be taken over
/// @param problems those that can't, and why
public record Subscribers(List<User> users, List<String> problems) {
    private static final long LARGEST = 512L << 20;

    public Subscribers {
        users = List.copyOf(users);
        problems = List.copyOf(problems);
    }

    /// Reads an export.
    ///
    /// @param realm the realm of digest authentication that Jackfield will have: a hash is good for
    ///   the realm it was made for, and for no other
    /// @param nowMs when the users are added (ms since 1970)
    public static Subscribers read(Path file, String realm, long nowMs) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is larger than 512 MiB");
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty()) {
            throw new IOException(file + " is empty");
        }
        String separator = lines.getFirst().contains("\t") ? "\t" : ",";
        List<String> header = cells(lines.getFirst().toLowerCase(Locale.ROOT), separator);
        if (!header.contains("username")
                || !header.contains("password") && !header.contains("ha1")) {
            throw new IOException(
                    file + " needs a first line with the columns username, domain, password, ha1");
        }
        List<User> users = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                Map<String, String> row = new LinkedHashMap<>();
                List<String> cells = cells(lines.get(i), separator);
                for (int c = 0; c < Math.min(cells.size(), header.size()); c++) {
                    row.put(header.get(c), cells.get(c));
                }
                take(row, realm, nowMs, "line " + (i + 1), users, problems);
            }
        }
        return new Subscribers(users, problems);
    }

    private static List<String> cells(String line, String separator) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split(separator, -1)) {
            String bare = cell.strip();
            boolean quoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
            cells.add(quoted ? bare.substring(1, bare.length() - 1) : bare);
        }
        return cells;
    }

    private static void take(
            Map<String, String> row,
            String realm,
            long nowMs,
            String where,
            List<User> users,
            List<String> problems) {
        String name = row.getOrDefault("username", "");
        String domain = row.getOrDefault("domain", "");
        Ha1 ha1 = ha1(row, realm, name);
        if (!Settings.isUserName(name)) {
            problems.add(where + ": \"" + name + "\" is not " + Settings.userNameRule());
        } else if (!domain.isEmpty() && !domain.equalsIgnoreCase(realm)) {
            problems.add(where + ": " + name + " is of the domain " + domain + ", not " + realm);
        } else if (ha1 == null) {
            problems.add(where + ": " + name + " has neither a password nor a hash");
        } else {
            users.add(new User(name, realm, ha1, nowMs));
        }
    }

    private static @Nullable Ha1 ha1(Map<String, String> row, String realm, String name) {
        String password = row.getOrDefault("password", "");
        String hash = row.getOrDefault("ha1", "").toLowerCase(Locale.ROOT);
        if (!password.isEmpty() && !password.equals("NULL")) {
            return Ha1.of(name, realm, password);
        }
        return hash.matches("[0-9a-f]{32}") ? Ha1.md5Only(hash) : null;
    }
}
