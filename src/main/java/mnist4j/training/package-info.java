/** The training loop, what is recorded while it runs, and how the outcome is saved. */
package mnist4j.training;
