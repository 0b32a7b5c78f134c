/// One signalling shard, sans-IO: bytes and flows in, bytes and log lines out. Joins the
/// transaction layer with the border, registrar, proxy and echo test; must not know sockets,
/// threads or files.
package jackfield.roles.signalling;
