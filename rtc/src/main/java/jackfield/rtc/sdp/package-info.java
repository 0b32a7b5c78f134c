/// Session descriptions (RFC 8866): read leniently, written strictly, never changed in place. The
/// attributes media transport needs have types; the rest is kept word for word and in order. Knows
/// neither SIP nor the offer/answer rules of any role.
package jackfield.rtc.sdp;
