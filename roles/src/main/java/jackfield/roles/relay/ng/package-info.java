/// The NG control protocol, as Kamailio, OpenSIPS and jambonz drive a media relay with it:
/// datagrams in, datagrams out. Its flags become typed calls of [jackfield.roles.relay.Relay] here
/// and are known nowhere else.
package jackfield.roles.relay.ng;
