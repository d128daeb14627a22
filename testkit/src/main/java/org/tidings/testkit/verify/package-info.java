/**
 * {@code ./tidings verify}: starts brokers and instances as processes, publishes and subscribes through them, puts
 * faults in at random, and judges the whole history. What comes out is a certificate.
 *
 * <p>Called from the command line. One thread drives a run; one more gives the publishes their pace; the clients' threads
 * tell the {@code RunHistory} what they saw, which guards itself. Trusts nothing of the server, and of the client library
 * only what an application would: the judge is {@code HistoryChecker}.
 */
package org.tidings.testkit.verify;
