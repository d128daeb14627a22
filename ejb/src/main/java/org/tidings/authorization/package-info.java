/**
 * Who may do what with which channel: pure decisions on what the token and the configuration say.
 *
 * <p>{@link org.tidings.authorization.ChannelRules} is made once from the configuration file and again whenever that has
 * changed; {@link org.tidings.authorization.AccessControl} holds the rules of the moment; sessions ask on
 * their own threads, and each keeps what was decided about publishing in {@link org.tidings.authorization.KeptDecisions}. Everything here is thread-safe and does not block;
 * what reads the file is confined to the thread that does.
 */
package org.tidings.authorization;
