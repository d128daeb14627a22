/** Benchmarks of what happens to an event inside an instance. They stand in the server's package to reach what is nobody else's. */
package org.tidings.session;
