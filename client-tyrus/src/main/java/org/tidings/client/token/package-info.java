/**
 * Development keys and the tokens signed with them: what lets {@code ./tidings serve} and {@code ./tidings tail} trust
 * each other without an identity provider. Called by the command line and by the launcher, on any thread. Not for
 * production.
 */
package org.tidings.client.token;
