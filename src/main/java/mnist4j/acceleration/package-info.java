/**
 * Faster training and inference with DL4J's mathematics, configurations and files. The rest of the
 * program works the same without it.
 *
 * <p>{@link mnist4j.acceleration.Acceleration} creates the networks and turns on DL4J's oneDNN
 * layer helpers; {@link mnist4j.acceleration.CorrectCount} counts correctly classified training
 * examples. To turn acceleration off, run with {@code -Dmnist4j.acceleration=off}: then every
 * network is a plain {@code MultiLayerNetwork}.
 *
 * <p>How it works is in {@code mnist4j.acceleration.step}, whose package description gives a
 * reading order. {@code docs/performance.md} has the measurements.
 */
package mnist4j.acceleration;
