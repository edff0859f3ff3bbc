/** Comparisons of several training runs: trials, their cached results, charts and tables. */
package mnist4j.experiment;
