/// TCP and TLS, listening and dialling: bytes to a StreamSink, each connection a Flow. Moves bytes
/// and knows no protocol of ours.
package jackfield.net.stream;
