/**
 * The one-command start: {@code serve} boots Payara Micro with the web application in this JVM, {@code broker} an Artemis broker
 * alone. Checks what can be checked before anything is booted, so that a mistake is answered with one line instead of a stack trace;
 * hands its settings to the application as system properties; prints one block when the instance is ready; stops it in order when
 * told to.
 *
 * <p>Lies on the server's own class path, in front of every class loader of the application: it depends on the JDK, picocli and
 * Payara Micro's boot API alone. Runs on the main thread, but for the one thread that a signal starts.
 */
package org.tidings.launcher;
