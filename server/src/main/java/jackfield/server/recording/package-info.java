/// Recordings of calls on disk: a queue between the media shards and one thread that writes. Knows
/// files and formats, and nothing of how calls are made.
package jackfield.server.recording;
