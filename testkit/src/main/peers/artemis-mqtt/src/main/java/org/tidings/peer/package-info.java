/** The Artemis broker with MQTT over WebSocket, a program of its own. Started by the benchmark, which measures it beside Tidings. */
package org.tidings.peer;
