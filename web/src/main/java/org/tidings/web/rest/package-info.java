/**
 * The HTTP API, {@code /tidings/api/…}: resources that only translate. Who calls is settled before, by {@link
 * org.tidings.web.rest.CallerFilter}; the token comes in a header and never in a cookie, so that no other page can make a
 * browser send it.
 *
 * <p>Runs on request threads, which may wait for the broker for a bounded time. Every error is a {@link
 * org.tidings.web.problem.Problem}.
 */
package org.tidings.web.rest;
