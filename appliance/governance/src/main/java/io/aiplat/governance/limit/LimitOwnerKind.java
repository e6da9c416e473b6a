package io.aiplat.governance.limit;

/// Kind of limit owner: what limits can hang on.
/// A request is charged to its key, and to the user and the team behind it.
public enum LimitOwnerKind {
    /// One key.
    KEY,
    /// A person, with any number of keys.
    USER,
    /// A group that shares a budget.
    TEAM;

    /// As messages say it: `team`.
    public String word() {
        return switch (this) {
            case KEY -> "key";
            case USER -> "user";
            case TEAM -> "team";
        };
    }
}
