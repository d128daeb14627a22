/**
 * How far users have read their inboxes: one mark for each user and one for each device, the same at all instances.
 *
 * <p>Kept by the broker; told to {@link org.tidings.mark.MarkReader} on one thread of the table's own; written from any thread. Values
 * are immutable.
 */
package org.tidings.mark;
