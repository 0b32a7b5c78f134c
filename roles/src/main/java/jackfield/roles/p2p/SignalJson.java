package jackfield.roles.p2p;

import jackfield.base.Parsed;

/// JSON for the messages of `/signal`, by whatever library the node has.
public interface SignalJson {
    /// The deepest nesting of arrays and objects.
    int DEEPEST = 16;

    /// The most values of one message.
    int MOST_VALUES = 4_096;

    /// Reads one object: nothing before it or behind it but blanks, no name twice or of half a
    /// character, no deeper than [#DEEPEST], no more than [#MOST_VALUES] values.
    Parsed<Json.Members> read(String text);

    /// Writes an object on one line. Every message that [#read] takes is read from it as it was.
    String write(Json.Members message);
}
