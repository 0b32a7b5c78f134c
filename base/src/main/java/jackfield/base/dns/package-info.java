/// Questions to the DNS and what comes back, as values: the seam between the cores that ask and the
/// sockets that carry. It does not know what a name is looked up for, nor how.
@org.jspecify.annotations.NullMarked
package jackfield.base.dns;
