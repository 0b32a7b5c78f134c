/// Digits in calls: as events of RFC 4733, as tones, and as bodies of SIP INFO. Knows no socket, no
/// call and no SIP message.
package jackfield.media.dtmf;
