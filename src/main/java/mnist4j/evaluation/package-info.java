/**
 * Metrics of predictions: confusion matrix, precision, recall and F1 per class, calibration.
 *
 * <p>Why not DL4J's {@code org.nd4j.evaluation.classification.Evaluation}: its macro averages leave
 * out every class with a zero denominator, so that a network which never predicts a class gets a
 * higher score; with two classes its macro F1 is that of the second class; it rejects empty sets
 * and outputs that are NaN; and it keeps counts only, where misclassified images and calibration
 * need every prediction. This package needs only the JDK, so that the hand-written networks and the
 * threshold classifier are evaluated by the same code. Where both define a figure, a test compares
 * it with DL4J's.
 */
package mnist4j.evaluation;
