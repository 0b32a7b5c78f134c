package jackfield.roles.routing;

import jackfield.roles.location.AddressOfRecord;
import java.util.List;
import java.util.Map;

/// Everything an operator says about routing.
///
/// @param domains the domains besides the default one
/// @param aliases further names of users: who is reached by each
/// @param trunks the trunks by name
/// @param rules the rules, in their order
public record RoutingRules(
        List<Domain> domains,
        Map<AddressOfRecord, List<AddressOfRecord>> aliases,
        Map<String, Trunk> trunks,
        List<Rule> rules) {
    /// No rules.
    public static final RoutingRules NONE =
            new RoutingRules(List.of(), Map.of(), Map.of(), List.of());

    public RoutingRules {
        domains = List.copyOf(domains);
        aliases = Map.copyOf(aliases);
        trunks = Map.copyOf(trunks);
        rules = List.copyOf(rules);
    }
}
