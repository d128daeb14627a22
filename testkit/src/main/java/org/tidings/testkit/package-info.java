/**
 * What tests, benchmarks and long verifications stand on: a WebSocket client that shows every byte, a client of the wire
 * protocol that shares no code with the server, control over real instances and brokers as processes, a proxy that puts
 * faults into the network between them, and a checker of what publishers were promised against what subscribers saw.
 *
 * <p>Called from test threads and from the command line. Each type says which threads may use it; a {@code WireClient}
 * has one reading thread of its own, a {@code FaultProxy} one for all its connections. Depends on the rest of Tidings only where a benchmark measures it, so that every
 * other module's tests may use this package.
 */
package org.tidings.testkit;
