/// Compound RTCP packets seen through windows and written into slots: reports, descriptions,
/// feedback, extended reports, SSRCs (RFC 3550 section 6, RFC 4585, RFC 3611), and when a report is
/// due. Knows neither sockets nor keys.
package jackfield.rtc.rtcp;
