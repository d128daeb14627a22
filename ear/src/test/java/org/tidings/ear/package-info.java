/**
 * The same scenario on two servers: the EAR on WildFly, the default distribution's WAR on Payara Micro. Arquillian starts the
 * servers and deploys the archives unchanged; the tests stand outside, on raw sockets.
 */
package org.tidings.ear;
