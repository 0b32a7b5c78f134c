/// Recordings: packets of a call laid along a clock and written as WAV, Ogg Opus or a capture.
/// Knows no file system and no thread: bytes leave through `RecordingFile`.
package jackfield.media.record;
