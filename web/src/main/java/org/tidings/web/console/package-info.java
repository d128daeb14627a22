/**
 * The console page's headers; the page itself is static.
 *
 * <p>Runs on request threads.
 */
package org.tidings.web.console;
