package jackfield.server.config;

import java.util.ArrayList;
import java.util.List;

/// The settings of one area, in the order of the manual.
final class Section {
    private final List<Setting<?>> table = new ArrayList<>();

    /// Adds a setting.
    ///
    /// @param ifAbsent what holds where nobody says anything, written as in the file
    /// @param about what it does, for people, with its unit
    <T> Setting<T> add(String key, Kind<T> kind, String ifAbsent, String about) {
        Setting<T> setting = new Setting<>(key, kind, ifAbsent, about, false);
        table.add(setting);
        return setting;
    }

    /// Keeps a key for a later version: it may be set and does nothing yet.
    void reserve(String key, String about) {
        table.add(new Setting<>(key, Kinds.ANYTHING, "", about, true));
    }

    /// The settings of all `sections`.
    static List<Setting<?>> join(Section... sections) {
        List<Setting<?>> all = new ArrayList<>();
        for (Section section : sections) {
            all.addAll(section.table);
        }
        return List.copyOf(all);
    }
}
