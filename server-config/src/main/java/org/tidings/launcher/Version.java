package org.tidings.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar that holds this class; "development" when run from class folders. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"tidings " + (version == null ? "development" : version)};
    }
}
