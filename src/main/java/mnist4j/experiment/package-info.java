/** Whole runs and comparisons of runs: what is trained, written down, drawn and tabled. */
package mnist4j.experiment;
