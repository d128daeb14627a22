/**
 * What an operator may set, read in the order of MicroProfile Config without needing a provider of it.
 *
 * <p>Read once at start, on the thread that starts the application; immutable afterwards, so any thread may ask.
 */
package org.tidings.settings;
