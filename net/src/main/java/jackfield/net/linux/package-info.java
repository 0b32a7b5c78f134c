/// Linux's system calls and structures, by foreign function calls: what the loops of `net.udp` and
/// `net.xdp` ask the kernel. Knows no sockets of ours.
package jackfield.net.linux;
