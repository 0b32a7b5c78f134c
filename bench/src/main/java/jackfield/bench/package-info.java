/// Jackfield measured, beside the programs it replaces where there is one: `./jackfield bench`.
/// Only for measuring: nothing else may depend on it.
package jackfield.bench;
