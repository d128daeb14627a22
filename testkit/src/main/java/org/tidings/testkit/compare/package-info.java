/**
 * Tidings beside other messaging servers, at the same work, on the same machine, in the same run: each scenario starts the
 * contestants, lets them work in turn (A B A B), and tells medians and ranges beside the goals.
 *
 * <p>Called by {@code org.tidings.testkit.bench} and, in short, by an integration test. A scenario runs on its caller's thread.
 */
package org.tidings.testkit.compare;
