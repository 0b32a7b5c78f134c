/// A certificate authority for tests: certificates with any names, keys and times. It must not know
/// what they are used for.
package jackfield.testkit.certificates;
