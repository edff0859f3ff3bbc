/** A picture as a person made it, on its way to the 28 x 28 pixels of MNIST. */
package mnist4j.picture;
