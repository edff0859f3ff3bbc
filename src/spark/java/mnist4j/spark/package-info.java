/**
 * The commands of {@code mnist4j spark}, on Apache Spark. {@link mnist4j.spark.Cluster} starts
 * Spark; each command describes its tasks, and Spark distributes them and runs them again where
 * they are lost.
 */
package mnist4j.spark;
