/** Spring's broker of STOMP over WebSocket, a program of its own. Started by the benchmark, which measures it beside Tidings. */
package org.tidings.peer;
