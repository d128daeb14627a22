/** Who may log in at a broker. */
package org.tidings.launcher.access;
