/**
 * NVIDIA's GPUs: which there are, whether this build of the program can use them, and why not.
 *
 * <p>Nothing here needs a class of ND4J, since the answers are wanted before ND4J starts, or where
 * it could not. This package and the layer helpers in {@code org.deeplearning4j.cuda} alone name
 * CUDA. {@code docs/gpu.md} has the evidence for every figure.
 */
package mnist4j.backend.gpu;
