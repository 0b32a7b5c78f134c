package jackfield.roles.relay.nodes;

import jackfield.base.Endpoint;

/// One relay node, as it is configured.
///
/// @param uri its name for people: `udp:192.0.2.7:2223`
/// @param address where it takes commands
/// @param weight its share of the new calls of its set; 0 for none
/// @param set the set it belongs to
public record NodeSettings(String uri, Endpoint address, int weight, String set) {
    public NodeSettings {
        if (weight < 0) {
            throw new IllegalArgumentException("weight " + weight);
        }
    }
}
