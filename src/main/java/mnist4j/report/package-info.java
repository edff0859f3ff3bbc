/**
 * Everything that is written down after training or evaluation: files, figures, tables, the charts
 * of a run.
 */
package mnist4j.report;
