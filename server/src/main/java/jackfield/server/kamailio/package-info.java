/// Reads what a Kamailio installation was told and says it in Jackfield's settings. It reads files
/// only and changes nothing; it knows our settings by their keys.
@org.jspecify.annotations.NullMarked
package jackfield.server.kamailio;
