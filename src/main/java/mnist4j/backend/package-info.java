/** Which native library and device compute, with how many threads. */
package mnist4j.backend;
