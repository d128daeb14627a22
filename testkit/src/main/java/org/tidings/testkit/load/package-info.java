/**
 * Load on real instances, and what they must hold under it: clients that are dropped again and again, thousands that come
 * back at once, subscribers that do not read, publishers beyond all bounds. Each scenario starts its processes, prints
 * figures against their goals, and says whether all are met.
 *
 * <p>Called by {@code ./tidings bench --scenario …} and, in short, by integration tests. A scenario runs on its caller's
 * thread; a {@code Swarm} of wire clients has one thread of its own, on which all its callbacks come.
 */
package org.tidings.testkit.load;
