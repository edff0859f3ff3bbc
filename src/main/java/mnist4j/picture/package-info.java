/** Preparation of a photograph or drawing of a digit as 28 x 28 pixels in the format of MNIST. */
package mnist4j.picture;
