/**
 * The project's pages against the project: what they name must exist, and what an operator needs must be named. Texts are
 * compared with texts; nothing is started.
 */
package org.tidings.documentation;
