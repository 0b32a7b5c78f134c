/// Where users are: the bindings of an address-of-record to contacts and flows (RFC 3261 section
/// 10). Knows who may be reached and how; must not know how anyone came to be registered, nor SQL.
package jackfield.roles.location;
