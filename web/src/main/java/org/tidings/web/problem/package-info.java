/**
 * Errors over HTTP as {@code application/problem+json} (RFC 9457).
 *
 * <p>Each has a member {@code code}, one of {@link org.tidings.envelope.ErrorCode}. Written by filters and resources on request threads; every type here is immutable.
 */
package org.tidings.web.problem;
