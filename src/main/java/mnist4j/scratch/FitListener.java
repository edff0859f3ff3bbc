package mnist4j.scratch;

import java.util.Optional;
import java.util.function.Function;

/**
 * Listens to the training of a hand-written network, which an exception ends.
 *
 * @param <P> the network's parameters
 */
@FunctionalInterface
public interface FitListener<P> {

  /**
   * An epoch is done.
   *
   * @param logged its figures if the document prints them
   */
  void epochDone(FitState<P> state, Optional<FitResult.Epoch> logged);

  /**
   * One step of the current epoch is done.
   *
   * @param step counted from 1
   * @param loss mean of the epoch so far
   * @param accuracy fraction of the epoch so far that was classified correctly, 0 to 1
   */
  default void stepDone(int step, double loss, double accuracy) {}

  /** A listener to the same training whose parameters have another form. */
  default <Q> FitListener<Q> converting(Function<Q, P> conversion) {
    return new FitListener<>() {
      @Override
      public void epochDone(FitState<Q> state, Optional<FitResult.Epoch> logged) {
        FitListener.this.epochDone(state.converted(conversion), logged);
      }

      @Override
      public void stepDone(int step, double loss, double accuracy) {
        FitListener.this.stepDone(step, loss, accuracy);
      }
    };
  }
}
