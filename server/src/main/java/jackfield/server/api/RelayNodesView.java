package jackfield.server.api;

import jackfield.roles.relay.nodes.NodeView;
import java.util.List;

/// The relay nodes in other programs, as the API shows and changes them.
public interface RelayNodesView {
    /// True where calls go through such nodes.
    boolean used();

    /// The nodes of now; none where calls go through this process.
    List<NodeView> nodes();

    /// Gives a node no new calls, or some again.
    ///
    /// @param number its place in the settings, from 1
    /// @return false where there is no such node
    boolean disable(int number, boolean disable);
}
