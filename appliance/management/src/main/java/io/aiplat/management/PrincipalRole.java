package io.aiplat.management;

/// Role of a principal: how far it may administer. Each of the first four may all that the ones after it may.
public enum PrincipalRole {
    /// The machine's own key, and whoever signed in with it: everything.
    OWNER("owner"),
    /// Everything but what makes an owner.
    ADMIN("admin"),
    /// People, keys and spend of one team.
    TEAM_ADMIN("team-admin"),
    /// A person's own keys and spend.
    MEMBER("member"),
    /// Reads metrics, and administers nothing.
    METRICS("metrics"),
    /// Uses models, and administers nothing.
    ORDINARY("ordinary");

    private final String word;

    PrincipalRole(String word) {
        this.word = word;
    }

    /// As people and programs write it.
    public String word() {
        return word;
    }

    /// Whether it administers anything at all.
    public boolean administers() {
        return compareTo(MEMBER) <= 0;
    }

    /// Whether it may what another role may.
    ///
    /// @param least one that administers
    public boolean mayWhat(PrincipalRole least) {
        return administers() && compareTo(least) <= 0;
    }
}
