/**
 * {@code ./tidings bench}: which scenario, with whom, for how long, and where to write what came of it. Everything here runs on
 * the main thread.
 */
package org.tidings.testkit.bench;
