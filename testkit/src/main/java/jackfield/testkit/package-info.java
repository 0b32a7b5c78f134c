/// What tests of every module share: virtual time, a virtual network, parties and ladders. Opens no
/// socket in its virtual parts; is never part of the product.
package jackfield.testkit;
