/**
 * How good a set of predictions is: confusion matrix, metrics per class, mistakes, calibration.
 *
 * <p>Why not DL4J's {@code org.nd4j.evaluation.classification.Evaluation}: its macro averages leave
 * out every class that has a zero denominator, so that a network which never predicts a class
 * scores higher for it; with two classes its macro F1 is that of the second class alone; it refuses
 * to judge no images and outputs that are NaN. It also keeps counts only, where mistakes and
 * calibration need every prediction. This room needs nothing but the JDK, so that the hand-derived
 * networks and a threshold without any network are judged by the same code. Where both are defined,
 * a test holds the figures to DL4J's.
 */
package mnist4j.evaluation;
