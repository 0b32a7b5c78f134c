/// Voice codecs as values: payload bytes to samples and back, resampling, concealment, noise. Knows
/// no RTP header, no clock and no call.
package jackfield.media.codec;
