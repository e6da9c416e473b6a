package io.aiplat.launcher.wiring;

import org.jspecify.annotations.Nullable;

/// Which aiplat this is.
public final class Version {
    private Version() {}

    /// The version of the JAR; `development` for classes that come from no JAR.
    public static String number() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
