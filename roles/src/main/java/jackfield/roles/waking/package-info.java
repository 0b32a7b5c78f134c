/// Users none of whose devices is there, and whom somebody can wake. How they are woken, and what a
/// sleeping page is, is not known here.
@org.jspecify.annotations.NullMarked
package jackfield.roles.waking;
