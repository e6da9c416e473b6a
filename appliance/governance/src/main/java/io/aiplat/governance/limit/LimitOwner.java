package io.aiplat.governance.limit;

/// Owner of a limit: a key, a user or a team.
///
/// @param id   the store's number for it, never used again for another
/// @param name unique among those of its kind that are not deleted
public record LimitOwner(int id, LimitOwnerKind kind, String name) {
    /// As messages say it: `team research`.
    public String words() {
        return kind.word() + " " + name;
    }
}
