/// Endpoints that this node is itself: the echo test. Knows dialogs and the relay; must not know
/// who may call.
package jackfield.roles.mediaserver;
