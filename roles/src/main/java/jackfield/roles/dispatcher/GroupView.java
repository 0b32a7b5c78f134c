package jackfield.roles.dispatcher;

import java.util.List;

/// A group as people see it.
///
/// @param name its name
/// @param algorithm how it chooses: `round-robin`
/// @param members its members, in their order
public record GroupView(String name, String algorithm, List<MemberView> members) {
    public GroupView {
        members = List.copyOf(members);
    }
}
