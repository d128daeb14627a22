/**
 * Small complete programs. Each is one file that runs by itself; what it calls is all there is to know for a start.
 */
package org.tidings.examples;
