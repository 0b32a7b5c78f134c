/// What every socket shares: the node's clock, the certificate we show, a listener one can close.
/// Moves bytes and knows no protocol of ours.
package jackfield.net;
