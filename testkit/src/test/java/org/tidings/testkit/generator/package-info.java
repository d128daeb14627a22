/** What the load generator must not miss, and must not make up. */
package org.tidings.testkit.generator;
