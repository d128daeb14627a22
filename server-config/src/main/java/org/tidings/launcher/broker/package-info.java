/**
 * The Artemis broker as Tidings needs it: its addresses, queues and limits, in the instance's own JVM or alone in a process.
 *
 * <p>Lies in {@code WEB-INF/lib} of the default distribution beside Artemis, and on the class path of the stand-alone broker; never on
 * the class path of the server, which knows no Artemis. The broker runs on threads of its own.
 */
package org.tidings.launcher.broker;
