package jackfield.server.api;

/// Something an operator should know now.
///
/// @param code one word for machines: `certificate`, `database`
/// @param severity `bad` where calls suffer, `warn` where they will
/// @param text what it is and what to do
/// @param since ms since 1970
public record AlertView(String code, String severity, String text, long since) {}
