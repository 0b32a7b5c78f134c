/// What a node is told: one table of settings ([Settings]), read from one YAML file, the
/// environment and the command line, with the line of every mistake. It opens no socket and starts
/// nothing.
@NullMarked
package jackfield.server.config;

import org.jspecify.annotations.NullMarked;
