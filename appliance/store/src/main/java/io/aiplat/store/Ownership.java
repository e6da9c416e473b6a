package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;

/// File ownership: a folder that holds keys belongs to who runs aiplat, and to nobody else. Who owns it could read
/// every key and put other files in the place of ours, and so could who may write to it.
final class Ownership {
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final UserPrincipal us;

    private Ownership(UserPrincipal us) {
        this.us = us;
    }

    /// Who runs this process. What it makes belongs to it: a name may stand for nobody in a container, and the
    /// system's own word of a process is not everywhere to be had.
    static Ownership ofThisProcess() throws IOException {
        Path ours;
        try {
            ours = Files.createTempFile("aiplat", null);
        } catch (IOException e) {
            // Nowhere to make a file: a container whose only folder to write to is the home.
            return new Ownership(Files.getOwner(Path.of("/proc/self")));
        }
        try {
            return new Ownership(Files.getOwner(ours));
        } finally {
            Files.delete(ours);
        }
    }

    /// Refuses a folder or file of somebody else. A link counts as what it points to, and has to be ours itself.
    ///
    /// @param home for the problem
    /// @throws ApplianceException STORE_HOME_EXPOSED
    void requireOurs(Path home, Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        UserPrincipal ofLink = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal owner = Files.exists(path) ? Files.getOwner(path) : ofLink;
        for (UserPrincipal each : List.of(owner, ofLink)) {
            if (!each.equals(us)) {
                throw new ApplianceException(StoreProblems.homeExposed(
                        home,
                        "%s belongs to the user %s, and aiplat runs as %s"
                                .formatted(path, each.getName(), us.getName()),
                        path));
            }
        }
    }

    /// Refuses one that others may write to: what is in it may be theirs.
    ///
    /// @throws ApplianceException STORE_HOME_EXPOSED
    void requireClosed(Path home, Path path) throws IOException {
        if (Files.exists(path) && Files.getPosixFilePermissions(path).stream().anyMatch(OF_OTHERS::contains)) {
            throw new ApplianceException(StoreProblems.homeExposed(home, "other users may write to " + path, path));
        }
    }
}
