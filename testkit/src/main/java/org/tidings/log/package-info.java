/** Benchmarks of what the log's leader does. They stand in the log's package to reach what is nobody else's. */
package org.tidings.log;
