/// Registrars above us: a user's REGISTER passed on to one that knows the password, and mirrored to
/// another by an account of ours; one visible state for each. It knows requests, answers and time;
/// it must not know how the location is kept, nor who is let in here.
@org.jspecify.annotations.NullMarked
package jackfield.roles.upstream;
