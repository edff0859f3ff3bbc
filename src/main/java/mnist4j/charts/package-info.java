/**
 * Pictures of what training and evaluation came to, drawn without a display and written as PNG.
 *
 * <p>Every chart is a {@link mnist4j.charts.Figure}; {@link mnist4j.charts.PngFile} writes any of
 * them.
 */
package mnist4j.charts;
