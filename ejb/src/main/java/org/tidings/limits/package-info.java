/** What one peer may ask for before it is refused. Called by the dispatcher on the session's thread. */
package org.tidings.limits;
