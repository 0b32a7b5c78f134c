package jackfield.roles.relay.nodes;

/// How patient we are with relay nodes.
///
/// @param patience how long one node may take to answer a command, repeats included (ns)
/// @param limit how long an offer may take, all nodes together (ns)
/// @param probe how often each node is asked whether it lives (ns)
/// @param look how often a node is asked whether it still knows a call (ns)
/// @param mostCalls calls at once, above which new ones are refused
public record NodePolicy(long patience, long limit, long probe, long look, int mostCalls) {
    private static final long SECOND = 1_000_000_000L;

    /// Two seconds for a node, five for an offer; a ping every ten.
    public static final NodePolicy DEFAULT =
            new NodePolicy(2 * SECOND, 5 * SECOND, 10 * SECOND, 60 * SECOND, 100_000);
}
