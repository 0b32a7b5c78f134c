package jackfield.roles.relay.nodes;

import jackfield.base.Endpoint;

/// A datagram to a relay node.
///
/// @param to where it goes
/// @param datagram handed over
@SuppressWarnings("ArrayRecordComponent") // on its way out, never compared
public record NodeOutput(Endpoint to, byte[] datagram) {}
