/// What registrations cost: memory of many bindings, CPU of one REGISTER. It measures the tables as
/// they are; it knows no network.
package jackfield.bench.location;
