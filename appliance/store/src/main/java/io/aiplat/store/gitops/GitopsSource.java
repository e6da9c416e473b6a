package io.aiplat.store.gitops;

/// A source of what a cluster shall have: a folder or a git repository, as a person has said it.
///
/// @param name            under which the cluster remembers what came of it
/// @param from            an absolute folder, or the address of a repository, without a password
/// @param git             whether it is a repository
/// @param reference       of a repository: what its name stands for
/// @param referenceName   of a branch, a tag or a commit; empty for [Reference#HEAD]
/// @param path            of the folder in it that is built, with `/` between its parts; empty for the whole
/// @param intervalSeconds between two looks
/// @param credential      what opens the repository; it stands in a file of its own
/// @param user            who the token is of; empty without one
/// @param suspended       whether nothing is done until it is resumed
public record GitopsSource(
        String name,
        String from,
        boolean git,
        Reference reference,
        String referenceName,
        String path,
        long intervalSeconds,
        Credential credential,
        String user,
        boolean suspended) {

    /// What is followed of a repository.
    public enum Reference {
        /// Its usual branch.
        HEAD,
        /// A branch.
        BRANCH,
        /// A tag.
        TAG,
        /// One commit, which never changes.
        COMMIT
    }

    /// What opens a repository.
    public enum Credential {
        /// Nothing: it is open, or what the person's `ssh` has opens it.
        NONE,
        /// A token, or a password, of HTTP.
        TOKEN,
        /// A private key of `ssh`.
        SSH_KEY
    }

    /// The same, stopped or going on.
    public GitopsSource suspended(boolean now) {
        return new GitopsSource(
                name, from, git, reference, referenceName, path, intervalSeconds, credential, user, now);
    }
}
