/// A fast lane past the kernel's UDP for the ports of media: frames of an interface come and go by
/// rings shared with the kernel (AF_XDP). Knows frames, addresses and ports, no protocol of ours.
package jackfield.net.xdp;
