/** The data set: where it comes from, whether it can be trusted, and the images themselves. */
package mnist4j.data;
