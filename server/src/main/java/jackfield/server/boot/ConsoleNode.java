package jackfield.server.boot;

import jackfield.server.api.AlertView;
import jackfield.server.api.ConsoleView;
import jackfield.server.api.Tickets;
import jackfield.server.config.BadSettings;
import jackfield.server.config.Config;
import jackfield.server.config.Problem;
import jackfield.server.config.ShownSetting;
import jackfield.server.identity.TokenFiles;
import jackfield.server.tls.BadCertificate;
import jackfield.server.tls.Certificates;
import jackfield.server.tls.TlsFiles;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a running node says to its console.
final class ConsoleNode implements ConsoleView {
    private final Parts parts;
    private final Alerts alerts;
    private final Tickets tickets;
    private final Seeing seeing;

    ConsoleNode(Parts parts, Alerts alerts, Tickets tickets, Seeing seeing) {
        this.seeing = seeing;
        this.parts = parts;
        this.alerts = alerts;
        this.tickets = tickets;
    }

    @Override
    public List<AlertView> alerts() {
        return alerts.now();
    }

    @Override
    public List<Reason> reasons(long sinceMs) {
        return LateCalls.since(seeing.ended(Integer.MAX_VALUE), sinceMs).reasons();
    }

    @Override
    public List<ShownSetting> settings() {
        return parts.config().shown();
    }

    @Override
    public Check check() {
        Config again;
        try {
            again = parts.config().again();
        } catch (BadSettings e) {
            return new Check(
                    false,
                    e.problems().stream().map(Problem::toString).toList(),
                    List.of(),
                    List.of());
        }
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        again.warnings().forEach(problem -> warnings.add(problem.toString()));
        try {
            warnings.addAll(Certificates.check(TlsFiles.of(again), Instant.now()));
        } catch (BadCertificate e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        try {
            TokenFiles.of(again, InstantSource.system());
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return new Check(problems.isEmpty(), problems, warnings, parts.config().unlike(again));
    }

    @Override
    public String ticket() {
        return tickets.make();
    }

    @Override
    public Optional<String> redeem(String code) {
        return tickets.take(code) ? Optional.of(parts.secrets().adminToken()) : Optional.empty();
    }
}
