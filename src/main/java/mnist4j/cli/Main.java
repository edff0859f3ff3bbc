package mnist4j.cli;

/** Where the program starts. */
public final class Main {

  private Main() {}

  /** Runs one command and ends with its exit status: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(Mnist4jCommand.commandLine().execute(arguments));
  }
}
