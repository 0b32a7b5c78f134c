/// Drivers for the real peers of the interop tests: a browser, SIP phones, load tools. Each runs as
/// a process of its own, on loopback addresses of its own, and ends with the test.
package jackfield.testkit.peers;
