package jackfield.rtc.turn;

import jackfield.base.Endpoint;

/// What is filed by an IP address and a port (RFC 8656 section 3), so that a packet finds it
/// without an object of its own.
abstract class TransportAddress {
    final long high;
    final long low;
    final int port;

    TransportAddress(long high, long low, int port) {
        this.high = high;
        this.low = low;
        this.port = port;
    }

    /// The address as a value.
    final Endpoint endpoint() {
        return new Endpoint(high, low, port);
    }
}
