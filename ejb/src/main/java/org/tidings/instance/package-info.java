/**
 * The life of one instance: from start over readiness and draining to its end.
 *
 * <p>Asked by the handshake and the health checks on request threads; thread-safe.
 */
package org.tidings.instance;
