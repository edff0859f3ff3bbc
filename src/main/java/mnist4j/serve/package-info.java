/**
 * A page to draw digits on and an HTTP endpoint that classifies pictures, on the JDK's HTTP server.
 * {@link mnist4j.serve.ClassifierServer} is the way in.
 */
package mnist4j.serve;
