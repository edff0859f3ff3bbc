/**
 * The two networks whose documents derive the gradient by hand, the threshold that precedes them,
 * and the random generators of NumPy that make their figures come out digit for digit. Nothing here
 * prints, and nothing uses a DL4J layer.
 */
package mnist4j.scratch;
