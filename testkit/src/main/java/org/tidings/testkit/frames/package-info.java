/**
 * What RFC 6455 forbids a client, and a few things that it allows but servers trip over: each as bytes on a real socket,
 * with what a server has to make of it. The same list is tried on every server; a text file under review says what each
 * makes of it.
 *
 * <p>Called from test threads, one at a time for a connection.
 */
package org.tidings.testkit.frames;
