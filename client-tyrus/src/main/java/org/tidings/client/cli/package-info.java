/**
 * The command line of the client: {@code token}, {@code tail} and {@code publish}.
 *
 * <p>Started by the script {@code tidings}. A command's result goes to stdout, everything said about it to stderr. Exit
 * codes: 0 success, 1 failure, 2 wrong usage. Made to start fast: nothing here is touched that the command does not
 * need.
 */
package org.tidings.client.cli;
