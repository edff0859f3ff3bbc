package mnist4j.scratch;

import java.util.function.Function;

/**
 * The state of a hand-written network between two epochs. The rest, such as the state of the random
 * generator, follows from the settings and the number of epochs.
 *
 * @param <P> the network's parameters
 * @param epochs finished epochs, at least 1
 * @param parameters after the last of them
 */
public record FitState<P>(int epochs, P parameters) {

  /** The same state with parameters of another form. */
  public <Q> FitState<Q> converted(Function<P, Q> conversion) {
    return new FitState<>(epochs, conversion.apply(parameters));
  }
}
