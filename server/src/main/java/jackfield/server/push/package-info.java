/// Web Push: wakes the pages of users who are not there (RFC 8030, 8188, 8291, 8292). What a call
/// is, and when one has to wait, is for the signalling to say.
@org.jspecify.annotations.NullMarked
package jackfield.server.push;
