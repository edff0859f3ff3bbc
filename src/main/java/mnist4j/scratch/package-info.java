/**
 * The two networks whose documents derive the gradient by hand, the threshold classifier that
 * precedes them, and the documents' worked examples. Plain Java arrays, no DL4J layer, no output.
 */
package mnist4j.scratch;
