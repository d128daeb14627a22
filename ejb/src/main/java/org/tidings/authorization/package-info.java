/**
 * Who may do what with which channel: pure decisions on what the token and the settings say.
 *
 * <p>Asked by the sessions on their own threads for every subscribe, publish and history request; thread-safe and
 * without any blocking.
 */
package org.tidings.authorization;
