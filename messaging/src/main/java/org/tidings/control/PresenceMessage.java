package org.tidings.control;

/** What instances tell each other about who is present. Every instance hears all of it, its own words included. */
public sealed interface PresenceMessage permits Announcement, SnapshotRequest {}
