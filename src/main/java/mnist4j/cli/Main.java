package mnist4j.cli;

/** The entry point. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its status: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(Mnist4jCommand.commandLine().execute(arguments));
  }
}
