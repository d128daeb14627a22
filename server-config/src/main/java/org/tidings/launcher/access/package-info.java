/**
 * Who may log in at a broker, as files in the keys folder: the passwords that instances and a pair of brokers show it, made by whoever
 * comes first, and the users with their roles. Called by the launcher's commands, each on its own thread; several processes may share
 * the folder. The broker reads the files by itself, on each log-in, when they have changed.
 */
package org.tidings.launcher.access;
