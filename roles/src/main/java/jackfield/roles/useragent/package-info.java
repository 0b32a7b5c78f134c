/// A SIP user agent inside the node: by it users of other signalling (`/signal`) call and are
/// called as SIP users are. Knows transactions and dialogs; must not know who its users are
/// connected by, nor what is inside SDP.
package jackfield.roles.useragent;
