package io.aiplat.governance.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/// File ownership of the store: who else owns it, or may write to it, could give themselves any key.
final class StoreOwnershipCheck {
    private static final String ROOT = "root";

    private StoreOwnershipCheck() {}

    /// Refuses a store of somebody else. A folder of the system's own administrator is taken, for volumes of
    /// containers are such; who that is may read all there is in any case.
    ///
    /// @throws ApplianceException GOVERNANCE_STORE_EXPOSED
    static void refuse(GovernanceStore store) throws IOException {
        UserPrincipal us = us();
        UserPrincipal owner = Files.getOwner(store.folder());
        if (!owner.equals(us) && !owner.getName().equals(ROOT)) {
            throw exposed(store.folder(), "it belongs to the user " + owner.getName());
        }
        boolean there = Files.exists(store.file(), LinkOption.NOFOLLOW_LINKS);
        if (there) {
            refuseFile(store, us);
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(store.folder());
        if (there && mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw exposed(store.folder(), "other users may write to it");
        }
        // Many systems make folders that the user's own group may write to; from now on it may not.
        if (owner.equals(us)
                && mode.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE))) {
            Files.setPosixFilePermissions(store.folder(), mode);
        }
    }

    private static void refuseFile(GovernanceStore store, UserPrincipal us) throws IOException {
        if (!Files.isRegularFile(store.file(), LinkOption.NOFOLLOW_LINKS)) {
            throw exposed(store.file(), "it is a link, or no file");
        }
        if (!Files.getOwner(store.file()).equals(us)) {
            throw exposed(
                    store.file(),
                    "it belongs to the user " + Files.getOwner(store.file()).getName());
        }
    }

    // What a process makes belongs to it. Where there is nowhere to make a file, the system's own word has to do.
    private static UserPrincipal us() throws IOException {
        Path ours;
        try {
            ours = Files.createTempFile("aiplat", null);
        } catch (IOException e) {
            return Files.getOwner(Path.of("/proc/self"));
        }
        try {
            return Files.getOwner(ours);
        } finally {
            Files.delete(ours);
        }
    }

    private static ApplianceException exposed(Path path, String reason) {
        return new ApplianceException(GovernanceProblems.storeExposed(path, reason));
    }
}
