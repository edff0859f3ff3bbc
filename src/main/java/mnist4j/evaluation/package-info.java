/** How good a set of predictions is: confusion matrix, metrics per class, mistakes, calibration. */
package mnist4j.evaluation;
