/**
 * Charts of plain values, drawn without a display and encoded as PNG.
 *
 * <p>Every chart is a {@link mnist4j.charts.Figure}.
 */
package mnist4j.charts;
