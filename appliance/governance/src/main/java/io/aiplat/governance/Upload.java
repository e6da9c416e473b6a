package io.aiplat.governance;

/// Admission control of a request whose body is under way. While it is open it counts as one of the requests that
/// its key, user and team may have at the same time, and may make in this minute. It reserves nothing: once the
/// body is there it is closed, and [Governance#reserve] says whether what is asked fits.
public final class Upload implements BodyAdmission, AutoCloseable {
    private final KeyAccounts standing;
    private boolean open = true;

    Upload(KeyAccounts standing) {
        this.standing = standing;
    }

    /// The body is there, or does not come any more. Once is enough.
    @Override
    public void close() {
        if (open) {
            open = false;
            standing.arrived();
        }
    }
}
