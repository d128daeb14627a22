/**
 * Who is calling: from the text of a token to a {@link org.tidings.authentication.Caller}, or a refusal; and from which
 * web pages a browser may call at all.
 *
 * <p>Called by the handshake, on the server's request threads, many at once. Every public type is thread-safe. Only
 * fetching keys from a URL blocks, bounded by a time limit and a cache.
 */
package org.tidings.authentication;
