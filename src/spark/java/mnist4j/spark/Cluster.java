package mnist4j.spark;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import mnist4j.backend.Backend;
import mnist4j.recipe.SettingsException;
import mnist4j.training.Networks;
import mnist4j.training.TrainingException;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.util.CrashReportingUtil;
import scala.Option;

/** A running Spark application: the driver, which is this process, and its executors. */
final class Cluster implements AutoCloseable {

  private static final String MASTER = "spark.master";
  private static final String STANDALONE = "spark://";

  /** This process; the second number is how often a task may fail. */
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(\\*|[1-9]\\d{0,3})(, ?[1-9]\\d{0,3})?])?");

  private static final String MASTER_TIMEOUT = "8s";
  private static final int EXECUTOR_MILLIS = 60_000;
  private static final int SETTLE_MILLIS = 1_000;

  private final SparkSession session;
  private final JavaSparkContext context;

  private Cluster(SparkSession session) {
    this.session = session;
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /**
   * Starts Spark.
   *
   * @param master null for the one of {@code spark-submit}, or else this process with all its cores
   * @throws SettingsException if no master is called so
   * @throws TrainingException if it cannot be reached, or its executors run another Java
   */
  static Cluster start(String master) {
    SparkConf conf = new SparkConf();
    String url = master == null ? conf.get(MASTER, "local[*]") : master;
    boolean local = LOCAL.matcher(url).matches();
    if (!local && !url.matches("(spark|k8s)://.+|yarn")) {
      throw new SettingsException(
          "--master", "'%s'".formatted(url), "spark://HOST:7077, yarn, k8s://URL or local[N]");
    }
    if (!local && System.getProperty("SPARK_SUBMIT") == null) {
      throw new TrainingException(
          "--master: found %s, which spark-submit has to start; run target/spark/bin/mnist4j-spark with SPARK_HOME set"
              .formatted(url));
    }
    if (url.startsWith(STANDALONE)) {
      requireMaster(url, conf);
    }
    conf.setMaster(url).setAppName("mnist4j");
    conf.setIfMissing("spark.ui.enabled", Boolean.toString(!local));
    conf.setIfMissing("spark.log.level", "ERROR");
    // One native thread per task: Spark counts cores by tasks.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    if (local) {
      conf.setIfMissing("spark.driver.host", "localhost");
    }
    try {
      Cluster cluster = new Cluster(SparkSession.builder().config(conf).getOrCreate());
      if (!local) {
        cluster.awaitExecutors(url);
      }
      cluster.requireSameJava();
      if (!local) {
        cluster.startBackends();
      }
      return cluster;
    } catch (TrainingException e) {
      throw e;
    } catch (Exception e) {
      throw failure("Spark at %s does not start".formatted(url), e);
    }
  }

  /**
   * Looks for a master as Spark does, but with a limit of our own: a port that accepts a connection
   * and says nothing would take Spark a minute and a half.
   *
   * @param url {@code spark://HOST:PORT}, or several separated by commas, of which one suffices
   * @throws TrainingException if no master of this version answers
   */
  static void requireMaster(String url, SparkConf settings) {
    SparkConf conf = settings.clone().set("spark.rpc.lookupTimeout", MASTER_TIMEOUT);
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    RpcEnv env = RpcEnv.create("mnist4j", "localhost", 0, conf, security, true);
    try {
      for (String host : url.substring(STANDALONE.length()).split(",")) {
        if (isMaster(env, STANDALONE + host)) {
          return;
        }
      }
    } finally {
      env.shutdown();
    }
    throw new TrainingException(
        "--master: no Spark master answers at %s; start one, or name another as spark://HOST:7077"
            .formatted(url));
  }

  private static boolean isMaster(RpcEnv env, String url) {
    try {
      env.setupEndpointRef(RpcAddress.fromSparkURL(url), "Master");
      return true;
    } catch (Exception e) {
      // Scala declares no exceptions. Another master may stand in for it.
      return false;
    }
  }

  /** The first one, and those that start with it, so that their cores can be counted. */
  private void awaitExecutors(String url) throws InterruptedException {
    int before = 0;
    for (long waited = 0; before == 0 || executors() > before; waited += SETTLE_MILLIS) {
      if (before == 0 && waited >= EXECUTOR_MILLIS) {
        close();
        throw new TrainingException(
            "--master: no executor has started at %s within %d s; give it workers with free cores and memory, or ask for less"
                .formatted(url, EXECUTOR_MILLIS / 1_000));
      }
      before = executors();
      Thread.sleep(SETTLE_MILLIS);
    }
  }

  private int executors() {
    // One of them is the driver.
    return context.sc().statusTracker().getExecutorInfos().length - 1;
  }

  /** The executors that the first tasks meet; a network's last digits may depend on the Java. */
  private void requireSameJava() {
    int own = Runtime.version().feature();
    List<Integer> tasks = IntStream.range(0, slots()).boxed().toList();
    List<Integer> found =
        context
            .parallelize(tasks, slots())
            .map(task -> Runtime.version().feature())
            .distinct()
            .collect();
    for (int feature : found) {
      if (feature != own) {
        close();
        throw new TrainingException(
            "an executor runs Java %d, expected %d as here; set JAVA_HOME alike on all machines"
                .formatted(feature, own));
      }
    }
  }

  /** In the executors, while the driver plans its first job. What fails will fail in that job. */
  private void startBackends() {
    context
        .parallelize(IntStream.range(0, slots()).boxed().toList(), slots())
        .foreachAsync(task -> startBackend());
  }

  /** Tasks that run at the same time; on a cluster, as far as its executors have started. */
  int slots() {
    return Math.max(1, context.defaultParallelism());
  }

  SparkSession session() {
    return session;
  }

  JavaSparkContext context() {
    return context;
  }

  <T> Broadcast<T> broadcast(T value) {
    return context.broadcast(value);
  }

  /**
   * Starts ND4J in this process, which is an executor or the driver, with one thread for the
   * calling thread's work. One at a time, since it redirects standard error meanwhile.
   */
  static synchronized Backend startBackend() {
    Networks.enableHelpers();
    // Out of memory, DL4J would write a report into the working directory.
    CrashReportingUtil.crashDumpsEnabled(false);
    return Backend.start(OptionalInt.of(1));
  }

  /**
   * A failure of Spark as one line: that of a task where it has one, or else what was being done
   * and the innermost cause.
   */
  static TrainingException failure(String doing, Throwable thrown) {
    Throwable cause = thrown;
    while (!(cause instanceof TrainingException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new TrainingException(
        cause instanceof TrainingException
            ? line
            : "%s: %s: %s".formatted(doing, cause.getClass().getSimpleName(), line),
        thrown);
  }

  @Override
  public void close() {
    session.stop();
  }
}
