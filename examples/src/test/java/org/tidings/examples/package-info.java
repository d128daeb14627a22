/** Each example, run as its README says, against real instances. */
package org.tidings.examples;
