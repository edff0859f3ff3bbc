package mnist4j.evaluation;

/**
 * How well one class is told from all others. A ratio whose denominator is zero is 0, as
 * scikit-learn has it: precision of a class never predicted, recall of a class that does not occur,
 * F1 where precision and recall are both 0.
 *
 * @param label class index, from 0
 * @param precision share of the images predicted as this class that are of it, 0 to 1
 * @param recall share of the images of this class that are predicted as it, 0 to 1
 * @param f1 harmonic mean of precision and recall, 0 to 1
 * @param support number of images of this class
 */
public record ClassMetrics(int label, double precision, double recall, double f1, int support) {}
