/// Compound RTCP packets seen through a window: walking them, reading reports, rewriting SSRCs (RFC
/// 3550 section 6, RFC 4585, RFC 3611). Knows neither sockets nor keys, and keeps no schedule.
package jackfield.rtc.rtcp;
