/// Authentication of SIP requests, without sockets or clocks: digest, both sides (RFC 7616, RFC
/// 8760, RFC 3261 section 22), and Bearer tokens (RFC 8898). Knows no accounts and no transaction.
package jackfield.sip.auth;
