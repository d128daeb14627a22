/**
 * What every way in has in common: the carriers of a token, and the request as the container may see it, with a caller and
 * without the token.
 *
 * <p>Used by the filters in front of sockets and resources, on request threads. Stateless.
 */
package org.tidings.web.admission;
