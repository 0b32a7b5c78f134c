package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.List;

/// What a media shard tells signalling. Put into the core's outbox on the shard's thread.
public sealed interface MediaEvent {
    /// The peer's packets come from here, and what is for it goes there from now on.
    record Learnt(long leg, Endpoint remote) implements MediaEvent {}

    /// ICE chose a path to the browser: the first one, or another after its consent was lost.
    record Selected(long call, long leg, Endpoint remote) implements MediaEvent {}

    /// The browser no longer consents to be sent to (RFC 7675); a restart or another path may
    /// follow.
    record ConsentLost(long call, long leg) implements MediaEvent {}

    /// The handshake is done, the certificate is the announced one, and there are keys.
    record DtlsEstablished(long leg, SrtpProfile profile) implements MediaEvent {}

    /// There will be no keys; why, for people.
    record DtlsFailed(long leg, String why) implements MediaEvent {}

    /// The peer of a stream that we listen to pressed a key, and it is up again.
    ///
    /// @param event as [jackfield.media.dtmf.DtmfCode] has it
    /// @param durationMs how long it was down
    record KeyPressed(long leg, long stream, int event, int durationMs) implements MediaEvent {}

    /// No RTP, no RTCP and no consent on any leg of the call for too long: it is dead. Said once;
    /// the legs stay until they are removed.
    ///
    /// @param legs all legs of the call
    /// @param why for people: who was heard last and when
    record MediaSilent(long call, List<Long> legs, String why) implements MediaEvent {
        public MediaSilent {
            legs = List.copyOf(legs);
        }
    }
}
