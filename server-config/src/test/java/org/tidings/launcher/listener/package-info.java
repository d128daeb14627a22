/** Tests of what is decided about peers that let the server wait; the decisions at a real listener are tried by the integration tests. */
package org.tidings.launcher.listener;
