package org.tidings.limits;

/** What becomes of one who wants to come in. */
public sealed interface Entry permits Seat, Refusal {}
