/**
 * The distribution, started as a user starts it, judged by what its sockets say. Nothing here links the server's code.
 */
package org.tidings.distribution;
