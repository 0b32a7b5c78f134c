/// Media relays under load: calls opened by NG, RTP in both directions, every packet verified.
/// Knows a relay only from outside: its NG port and its process.
package jackfield.bench.relay;
