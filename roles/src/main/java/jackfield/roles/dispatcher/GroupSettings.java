package jackfield.roles.dispatcher;

import java.util.List;

/// A group, as the operator gave it.
///
/// @param name what routes call it
/// @param members at least one
public record GroupSettings(
        String name, Algorithm algorithm, List<MemberSettings> members, Probing probing) {
    public GroupSettings {
        members = List.copyOf(members);
    }
}
