/** Tests of the launcher's checks and of the runnable jar's content. */
package org.tidings.launcher;
