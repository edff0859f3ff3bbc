package mnist4j.picture;

import java.awt.Rectangle;

/**
 * The ink of one digit in a picture.
 *
 * @param ink strength per pixel, 0 where something else than the digit is
 * @param box the smallest rectangle around it
 */
record FoundDigit(GreyImage ink, Rectangle box) {}
