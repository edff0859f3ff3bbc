/** The command line: one class per command. */
package mnist4j.cli;
