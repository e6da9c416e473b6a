package io.aiplat.console;

/// Looks at the appliance.
@FunctionalInterface
public interface StatusSource {
    /// How it is now. Called for every visitor every few seconds, from many threads.
    ApplianceStatus look();
}
