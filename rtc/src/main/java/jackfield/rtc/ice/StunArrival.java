package jackfield.rtc.ice;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunMessage;

/// A STUN message, the socket it came in on, and where it came from.
record StunArrival(StunMessage message, Endpoint local, Endpoint remote) {
    boolean isOn(CandidatePair pair) {
        return pair.isBetween(local, remote);
    }
}
