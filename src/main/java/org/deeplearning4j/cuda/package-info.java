/**
 * DL4J's layer helpers for a GPU. DL4J 1.0.0-M2.1 looks for them under these names, and no artifact
 * of that release has them; without them its convolutions take patches apart and multiply matrices.
 *
 * <p>Each is DL4J's own helper for the CPU, which calls one operation of its native library and
 * knows nothing of the device. In a build with cuDNN that operation runs through cuDNN. {@code
 * -Dmnist4j.cudnn=off} turns them all off. What they gain on a GPU has not been measured.
 */
package org.deeplearning4j.cuda;
