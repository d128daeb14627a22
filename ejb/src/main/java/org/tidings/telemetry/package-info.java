/**
 * The instance's metrics: one registry, fed by whoever does the work, read in OpenMetrics form.
 *
 * <p>Counting is lock-free and happens on every thread; a scrape runs on the thread of the request that asks for it.
 */
package org.tidings.telemetry;
