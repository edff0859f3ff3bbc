/** The fused training step: one network's forward and backward pass and update. */
package mnist4j.acceleration.step;
