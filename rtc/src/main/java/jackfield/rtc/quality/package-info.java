/// How a call sounds, estimated from loss, delay and codec (ITU-T G.107). Pure arithmetic: knows no
/// packets.
package jackfield.rtc.quality;
