/**
 * What an operator's machines ask: health and metrics. Open to everyone who reaches the address, so nothing here shows a
 * secret or an address.
 *
 * <p>Runs on request threads.
 */
package org.tidings.web.operations;
