package io.aiplat.governance.key;

/// Role of a key: what it opens.
public enum Role {
    /// The endpoint.
    ORDINARY("ordinary"),
    /// The endpoint, the metrics and the admin API.
    ADMIN("admin"),
    /// The metrics and nothing else: no model, and not even the list of models.
    METRICS("metrics"),
    /// The endpoint, and of the admin API what concerns the key's own team.
    TEAM_ADMIN("team-admin"),
    /// The endpoint, and of the admin API what concerns the keys of its own user within its own team.
    MEMBER("member");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// As people and programs write it.
    public String word() {
        return word;
    }
}
