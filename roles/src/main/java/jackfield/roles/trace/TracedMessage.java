package jackfield.roles.trace;

import jackfield.base.Flow;
import jackfield.roles.trace.MessageTap.Direction;

/// One message as it was on the wire.
///
/// @param direction to us or from us
/// @param flow the way it went
/// @param bytes the message; shared with whoever else has it, never changed
/// @param at when (ns since the node started)
@SuppressWarnings("ArrayRecordComponent") // bytes to look at, never compared as a record
public record TracedMessage(Direction direction, Flow flow, byte[] bytes, long at) {
    /// Without the message: it may carry credentials.
    @Override
    public String toString() {
        return direction + " " + flow + ", " + bytes.length + " bytes";
    }
}
