/** Tests of the verifier: that it draws, counts and adds up rightly, and that a broken server is found out. */
package org.tidings.testkit.verify;
