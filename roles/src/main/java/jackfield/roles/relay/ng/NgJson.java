package jackfield.roles.relay.ng;

import jackfield.base.Parsed;

/// JSON for NG messages, by whatever library the node has.
public interface NgJson {
    /// Reads an object; nesting and size are bounded by the implementation. Strings become their
    /// UTF-8 bytes, one to a `char`; `true` and `false` become the texts `yes` and `no`.
    Parsed<NgValue.Dictionary> read(byte[] json);

    /// Writes an object.
    byte[] write(NgValue.Dictionary value);
}
