/** NumPy's random generators, value for value. */
package mnist4j.scratch.numpy;
