package jackfield.server.boot;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.registrar.Lifetimes;
import jackfield.roles.registrar.RegistrarSettings;
import jackfield.roles.registrar.RegistrationLimits;
import jackfield.roles.registrar.RegistrationLimits.WhenFull;
import jackfield.roles.upstream.Account;
import jackfield.roles.upstream.Upstream;
import jackfield.roles.upstream.Upstream.Mode;
import jackfield.roles.upstream.UpstreamSettings;
import jackfield.server.config.Config;
import jackfield.server.config.ConfiguredUpstream;
import jackfield.server.config.ConfiguredUser;
import jackfield.server.config.RegistrarSection;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the settings say about registrations, as the registrar wants it.
final class Registration {
    private Registration() {}

    static RegistrarSettings registrar(Config config) {
        return new RegistrarSettings(
                new Lifetimes(
                        seconds(config.get(RegistrarSection.EXPIRES_DEFAULT)),
                        seconds(config.get(RegistrarSection.EXPIRES_MIN)),
                        seconds(config.get(RegistrarSection.EXPIRES_MAX)),
                        config.get(RegistrarSection.EXPIRES_JITTER)),
                new RegistrationLimits(
                        config.get(RegistrarSection.CONTACTS_PER_USER),
                        config.get(RegistrarSection.CONTACTS_PER_INSTANCE),
                        WhenFull.valueOf(
                                config.get(RegistrarSection.WHEN_FULL).toUpperCase(Locale.ROOT))),
                config.get(RegistrarSection.GRUU).equals("on"),
                config.get(RegistrarSection.PATH).equals("strict"),
                config.get(RegistrarSection.SERVICE_ROUTE).equals("on"),
                seconds(config.get(RegistrarSection.FLOW_TIMER)),
                seconds(config.get(RegistrarSection.PROBE)));
    }

    static UpstreamSettings upstreams(Config config) {
        return UpstreamSettings.of(
                config.get(RegistrarSection.UPSTREAMS).stream()
                        .map(each ->
                                new Upstream(
                                        each.uri(),
                                        Mode.valueOf(each.mode().toUpperCase(Locale.ROOT)),
                                        each.domains(),
                                        each.expiresSeconds(),
                                        aor -> account(each, aor)))
                        .toList());
    }

    private static @Nullable Account account(ConfiguredUpstream upstream, AddressOfRecord aor) {
        ConfiguredUser named = upstream.accounts().get(aor.user());
        if (named != null) {
            return new Account(named.name(), named.password());
        }
        return upstream.secret().map(secret -> new Account(aor.user(), secret)).orElse(null);
    }

    private static int seconds(Duration duration) {
        return (int) Math.min(duration.toSeconds(), Integer.MAX_VALUE);
    }
}
