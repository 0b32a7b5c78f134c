/// Bad input, made on purpose: parsers and the whole packet path under mutated messages, guided by
/// what each input made them do. Knows no sockets; what it finds is stored and replayed.
package jackfield.bench.fuzz;
