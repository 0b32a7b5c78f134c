/// Sorts the datagrams that share one port, by their first two bytes (RFC 7983, RFC 5761). Knows
/// nothing more of any of them.
package jackfield.rtc.mux;
