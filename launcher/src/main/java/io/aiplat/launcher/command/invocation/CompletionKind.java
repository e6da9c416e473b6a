package io.aiplat.launcher.command.invocation;

/// What a word of a command line can be the name of.
public enum CompletionKind {
    /// Models of the engine.
    MODELS,
    /// What a request may call a model: models, routes, aliases.
    PUBLIC_MODELS,
    /// Engine packages of the home.
    ENGINES,
    /// Bundles of this aiplat.
    BUNDLES,
    /// Keys, those that were revoked as well.
    KEYS,
    /// Users.
    USERS,
    /// Teams.
    TEAMS,
    /// Sources that the cluster follows.
    SOURCES,
    /// Words that spend is reported by.
    TAGS,
    /// Roles of a key.
    ROLES,
    /// Keys of settings and their values, in turns.
    KEYS_AND_VALUES,
    /// Keys of settings with the sign that their value stands behind.
    ASSIGNMENTS,
    /// Keys of settings that were decided for the home.
    DECIDED,
    /// Commands, and the files that have a reference.
    COMMANDS,
    /// Files.
    FILES;
}
