/** The training loop, its history, the evaluation of networks, and saved networks. */
package mnist4j.training;
