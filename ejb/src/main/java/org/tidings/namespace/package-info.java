/**
 * What kind of channel a channel is: the options that the operator gives each namespace in the configuration file.
 *
 * <p>Read at the start and again when the file has changed; the options of a channel are asked for on any thread, at every
 * request and for every event. Values are immutable.
 */
package org.tidings.namespace;
