/// A stream of RTP in one codec made into a stream in another, packet by packet as they come.
/// Sans-IO; knows no SDP and no call.
package jackfield.media.transcode;
