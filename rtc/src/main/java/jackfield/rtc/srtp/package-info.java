/// Secure RTP and RTCP in place (RFC 3711, RFC 7714): one context a direction, no allocation per
/// packet. Knows neither where keys come from nor where packets go.
package jackfield.rtc.srtp;
