package jackfield.rtc.turn;

import jackfield.base.Egress;
import jackfield.base.PacketSink;

/// A UDP port that is ours to relay by.
public interface RelayPort extends Egress {
    /// Starts receiving. Once only.
    void attach(PacketSink sink);

    /// Gives the port back.
    void close();
}
