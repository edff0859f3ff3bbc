/**
 * NumPy's random generators, value for value: {@code numpy.random.RandomState} (MT19937) and {@code
 * numpy.random.Generator} (PCG64).
 */
package mnist4j.scratch.numpy;
