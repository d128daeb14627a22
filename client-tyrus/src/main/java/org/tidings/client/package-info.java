/**
 * The Java client: one connection to any instance of Tidings, kept alive, resumed and put in order on behalf of the
 * application.
 *
 * <p>Applications call {@link org.tidings.client.TidingsClient}; everything they pass in or get back is a public type
 * here, all else is package-private. Threads of a client: <em>the client's thread</em> holds all state, so nothing
 * inside needs a lock; the transport's I/O threads only decode and hand over; a worker opens connections and asks for
 * tokens; callbacks and completed futures run on two serial lanes over the worker pool or over the application's
 * executor. No application code ever runs on an I/O thread or on the client's thread.
 */
package org.tidings.client;
