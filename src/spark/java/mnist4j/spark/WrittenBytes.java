package mnist4j.spark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mnist4j.training.TrainingException;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.util.QueryExecutionListener;
import scala.Option;

/** The bytes of the files of a write, which the driver has from the tasks that it committed. */
final class WrittenBytes implements QueryExecutionListener {

  /** Of Spark's command that writes files. */
  private static final String METRIC = "numOutputBytes";

  private static final long MAX_SECONDS = 60;

  private final CompletableFuture<Long> bytes = new CompletableFuture<>();

  @Override
  public void onSuccess(String name, QueryExecution execution, long nanos) {
    Option<SQLMetric> metric = execution.executedPlan().metrics().get(METRIC);
    if (metric.isDefined()) {
      bytes.complete(metric.get().value());
    } else {
      bytes.completeExceptionally(new TrainingException("Spark no longer counts " + METRIC));
    }
  }

  @Override
  public void onFailure(String name, QueryExecution execution, Exception failure) {
    // The write itself throws it.
  }

  /**
   * Waits for Spark to tell it after the write has returned.
   *
   * @throws TrainingException if it does not
   */
  long get() throws InterruptedException {
    try {
      return bytes.get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new TrainingException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new TrainingException("Spark did not say how many bytes it wrote; run it again", e);
    }
  }
}
