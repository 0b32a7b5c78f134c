package jackfield.roles.relay.nodes;

import jackfield.roles.relay.LegProfile;

/// How patient we are with relay nodes.
///
/// @param patience how long one node may take to answer a command, repeats included (ns)
/// @param limit how long an offer may take, all nodes together (ns)
/// @param probe how often each node is asked whether it lives (ns)
/// @param look how often a node is asked whether it still knows a call (ns)
/// @param mostCalls calls at once, above which new ones are refused
/// @param sides the logical interfaces of nodes
public record NodePolicy(
        long patience, long limit, long probe, long look, int mostCalls, Sides sides) {
    private static final long SECOND = 1_000_000_000L;

    /// Nodes with one interface.
    public NodePolicy(long patience, long limit, long probe, long look, int mostCalls) {
        this(patience, limit, probe, look, mostCalls, Sides.NONE);
    }

    /// The logical interfaces of nodes that peers are reached from, where a leg names none itself.
    ///
    /// @param browsers for peers with ICE; empty for what the node thinks best
    /// @param phones for all others
    public record Sides(String browsers, String phones) {
        /// Nodes decide.
        public static final Sides NONE = new Sides("", "");

        String of(LegProfile leg) {
            String named = leg.options().place().network();
            return named.isEmpty() ? leg.ice() ? browsers : phones : named;
        }
    }

    /// Two seconds for a node, five for an offer; a ping every ten.
    public static final NodePolicy DEFAULT =
            new NodePolicy(2 * SECOND, 5 * SECOND, 10 * SECOND, 60 * SECOND, 100_000);
}
