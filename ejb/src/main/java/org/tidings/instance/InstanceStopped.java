package org.tidings.instance;

/** CDI event: the instance has said goodbye to its clients and closed the log. An embedded broker stops after it. */
public record InstanceStopped() {}
