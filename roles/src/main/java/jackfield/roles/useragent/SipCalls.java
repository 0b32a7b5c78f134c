package jackfield.roles.useragent;

import org.jspecify.annotations.Nullable;

/// Calls between users who are not connected by SIP and those who are. Everything happens on the
/// signalling thread. No method answers by calling [Events] before it returns: what comes of it
/// comes later, so both sides may change their state on either side of a call.
///
/// Users are named as they sign in: `bob` for one of the home domain, `bob@other.example` for one
/// of a domain with users of its own.
///
/// A call has one pair of parties: where a user has several devices, who takes part for that user
/// is the asker's business. SDP is text as a browser makes it. What names a call that is over, or
/// one that does not fit the call's state, is ignored: messages cross.
public interface SipCalls extends SipTexts {
    /// An offer.
    ///
    /// @param sdp the session description
    /// @param video true where the caller wants to be seen
    record Offer(String sdp, boolean video) {}

    /// Who calls.
    ///
    /// @param address what `call` takes as `to`, to call back: the user for one of this node,
    ///   `user@domain` for others
    /// @param name the name to show; empty where there is none
    record Caller(String address, String name) {}

    /// What a call to somebody would ring.
    enum Reach {
        /// Nothing but the devices that [#reachable] told of: [#call] is of no use.
        DEVICES,
        /// Those devices, and SIP devices by [#call].
        BOTH,
        /// Nothing of those devices: nobody has any, or the user's calls go elsewhere, or it is no
        /// user at all. [#call] alone says what becomes of it.
        SIP,
        /// Nobody: a user of ours who has no device at all now, and whose calls go nowhere else.
        NOBODY
    }

    /// One of our users, who has at least one device with us now (`isThere`), or has none any more:
    /// from now on SIP calls to the user come as [Events#incoming].
    void reachable(String user, boolean isThere, long now);

    /// What a call would ring now.
    ///
    /// @param from one of our users
    /// @param to a user, a number, `user@domain` or a SIP URI
    Reach reach(String from, String to);

    /// Calls by SIP. The devices that [#reachable] told of for `to` itself do not ring by this: the
    /// asker has rung them. (Those of a user whom `to` is forwarded to do.)
    ///
    /// @param call a new name
    /// @param from one of our users, already authenticated
    /// @param name the caller's name to show; null for none but the user
    /// @param to a user, a number, `user@domain` or a SIP URI
    void call(CallRef call, String from, @Nullable String name, String to, Offer offer, long now);

    /// A call that came in rings at one of the user's devices at least.
    void ringing(CallRef call, long now);

    /// A device took a call that came in.
    void answer(CallRef call, String sdp, long now);

    /// Nobody takes a call that came in. Nothing more is told of it.
    void refuse(CallRef call, Decline why, long now);

    /// Ends a call: hangs up, or gives up one that we made and nobody has answered. Nothing more is
    /// told of it.
    ///
    /// @param answeredElsewhere true where another device than those of SIP took the call
    void end(CallRef call, boolean answeredElsewhere, long now);

    /// Our device offers anew: other media, or ICE from another network. Answered by
    /// [Events#renegotiated], or by [Events#renegotiationRefused].
    void renegotiate(CallRef call, String sdp, long now);

    /// Our device's answer to [Events#renegotiate].
    void renegotiated(CallRef call, String sdp, long now);

    /// A candidate of our device that came after its description. A help: what carries the media
    /// finds a device without it too.
    ///
    /// @param candidate the attribute's value: `candidate:...`; empty for the end of candidates
    /// @param mid which section, as its `a=mid`; null where only its number is known
    /// @param line which section, from 0
    void candidate(CallRef call, String candidate, @Nullable String mid, int line, long now);

    /// What comes of calls, and of texts.
    interface Events extends SipTexts.Events {
        /// A SIP call to a user whom [SipCalls#reachable] told of. Rings until [SipCalls#answer],
        /// [SipCalls#refuse] or [#cancelled].
        ///
        /// @param call a new name
        void incoming(CallRef call, Caller from, String to, Offer offer, long now);

        /// A call we made rings somewhere. May be said several times.
        void ringing(CallRef call, long now);

        /// A call we made is answered.
        void answered(CallRef call, String sdp, long now);

        /// A call we made is not to be. The last of this call.
        ///
        /// @param status the SIP status: 404 unknown, 408 and 480 not there or no answer, 486 and
        ///   600 busy, 603 declined, ...
        /// @param reason words for people
        void refused(CallRef call, int status, String reason, long now);

        /// A call that came in is no longer to be answered. The last of this call.
        ///
        /// @param answeredElsewhere true where another device took it (RFC 3326)
        void cancelled(CallRef call, boolean answeredElsewhere, long now);

        /// An answered call is over, unless by [SipCalls#end]. The last of this call.
        ///
        /// @param reason words for people
        void ended(CallRef call, String reason, long now);

        /// The other side offers anew: give [SipCalls#renegotiated] soon.
        void renegotiate(CallRef call, String sdp, long now);

        /// The other side's answer to [SipCalls#renegotiate].
        void renegotiated(CallRef call, String sdp, long now);

        /// The other side did not take [SipCalls#renegotiate]; the call goes on as it was.
        ///
        /// @param status the SIP status; 491 where both offered at once: offer again a little later
        void renegotiationRefused(CallRef call, int status, long now);
    }
}
