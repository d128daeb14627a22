/** Tests of the broker's configuration, each against a real broker with its journal in a temporary folder. */
package org.tidings.launcher.broker;
