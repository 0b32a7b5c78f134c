/// HTTP and HTTPS with files, routes and WebSockets. Handlers are plain functions on virtual
/// threads. Knows no page and no API of ours.
package jackfield.net.http;
