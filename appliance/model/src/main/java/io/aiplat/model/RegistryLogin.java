package io.aiplat.model;

/// Credentials for one image registry.
public record RegistryLogin(String username, Secret password) {
    public RegistryLogin {
        if (username.isBlank()) {
            throw new IllegalArgumentException("a registry login has a username");
        }
    }
}
