/**
 * Inboxes: how far each user, and each device of theirs, has read a channel of their own, and how much is unread.
 *
 * <p>Marks are the same at all instances. They are told by the thread that reads the table of marks, and moved by requests on any
 * thread. Thread-safe.
 */
package org.tidings.inbox;
