package org.tidings.control;

/** What an operator or an application tells all instances. Kept by the broker until it has no meaning any more. */
public sealed interface Directive permits Revocation, Pardon, Disconnection {

    /** Names the directive among all; letters, digits and hyphens. */
    String id();

    /** When it was given, milliseconds since 1970. */
    long givenAt();

    /** From when on it means nothing, milliseconds since 1970. */
    long endsAt();
}
