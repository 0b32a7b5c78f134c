/// UDP on a loop: one platform thread receives in batches, lets duties run on time, and sends what
/// was queued when its turn ends. Moves datagrams and knows no protocol.
package jackfield.net.udp;
