/** What {@code ./tidings bench} says to whoever calls it wrongly, and what it draws. */
package org.tidings.testkit.bench;
