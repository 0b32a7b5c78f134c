package jackfield.bench.fuzz;

import java.util.List;

/// All targets.
final class Targets {
    private Targets() {}

    static List<Target> all() {
        return List.of(
                new RtpTarget(),
                new RtcpTarget(),
                new StunTarget(),
                new TurnTarget(),
                new SdpTarget(),
                new NgTarget(),
                new NgJsonTarget(),
                new NgStreamTarget(),
                new SignalTarget(),
                new DtlsTarget(),
                new PathTarget());
    }
}
