/// Digest authentication of SIP requests, both sides, without sockets or clocks (RFC 7616, RFC
/// 8760, RFC 3261 section 22). Knows no accounts: it is handed hashes, and knows no transaction.
package jackfield.sip.auth;
