/**
 * The public interface of mnist4j for other programs: {@link mnist4j.DigitClassifier} and its
 * result, {@link mnist4j.Prediction}. The packages below this one are the program's own and may
 * change with every version.
 */
package mnist4j;
