/// The table of all connections, whatever they speak: limits, write queues, the end of each flow.
/// For the packages that open connections; not exported. Knows no protocol.
package jackfield.net.flow;
