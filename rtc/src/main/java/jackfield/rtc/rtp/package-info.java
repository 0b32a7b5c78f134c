/// RTP packets seen through a window, their sequence numbers, and reception statistics (RFC 3550).
/// Knows neither sockets nor keys nor what the payload means.
package jackfield.rtc.rtp;
