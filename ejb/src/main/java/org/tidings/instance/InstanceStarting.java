package org.tidings.instance;

/** CDI event: the instance starts. An embedded broker starts with it, before the log is opened. */
public record InstanceStarting() {}
