package jackfield.server.config;

import java.util.Locale;

/// One line of the table of settings.
///
/// @param key `sip.udp.port`; other people's scripts rely on it, so it never changes
/// @param kind what its value is
/// @param ifAbsent the default, as one would write it
/// @param about what it does, for people, with its unit
/// @param reserved true when this version knows the key but does nothing with it yet
/// @param <T> the value
public record Setting<T>(
        String key, Kind<T> kind, String ifAbsent, String about, boolean reserved) {
    /// The environment variable of the same meaning: `JACKFIELD_SIP_UDP_PORT`.
    public String variable() {
        return "JACKFIELD_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return key;
    }
}
