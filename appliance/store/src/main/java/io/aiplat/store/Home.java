package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder that holds everything aiplat keeps on this machine. Readable by its owner only.
///
/// @param root absolute and normalized; may not exist yet, see [#open]
public record Home(Path root) {
    /// Marks the folder as ours. The first file written and the last one deleted.
    static final String MARKER = ".aiplat-home";

    private static final String ROUTES = "gateway.yaml";
    private static final String ALERTS = "alerts";

    private static final String MARKER_TEXT =
            "Everything in this folder belongs to aiplat; `aiplat down --purge` deletes it.\n";

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /// Makes the folder and those in it where they are missing, and closes them to others.
    ///
    /// @return this, now existing
    /// @throws ApplianceException STORE_HOME_NOT_WRITABLE, STORE_HOME_FOREIGN if the folder holds files
    ///     that are not ours, or STORE_HOME_EXPOSED if it is another user's or others may write to it
    public Home open() {
        try {
            AtomicFile.makeFolder(root);
            refuseForeign();
            refuseExposed();
            mark();
            for (Path folder : List.of(root, keys(), logs(), models(), run(), tmp())) {
                AtomicFile.makeFolder(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            RunFolder.claim(run(), root);
            if (!Files.isWritable(root)) {
                throw new ApplianceException(StoreProblems.homeNotWritable(root, "the folder is read-only"));
            }
            return this;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeNotWritable(root, StoreProblems.reason(e)), e);
        }
    }

    /// Refuses a home that is there and cannot be read: another user's, or no folder at all. Nothing that is said
    /// of what runs in it would be true.
    ///
    /// @throws ApplianceException STORE_HOME_UNREADABLE
    public void requireReadable() {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new ApplianceException(StoreProblems.homeUnreadable(state(), root + " is no folder"));
        }
        Path parent = root.getParent();
        boolean hidden = parent != null && Files.isDirectory(parent) && !Files.isExecutable(parent);
        if (hidden || (Files.isDirectory(root) && !(Files.isReadable(root) && Files.isExecutable(root)))) {
            throw new ApplianceException(StoreProblems.homeUnreadable(state(), root + ": permission denied"));
        }
    }

    /// Whether the folder is there and is ours.
    public boolean exists() {
        return Files.isRegularFile(marker(), LinkOption.NOFOLLOW_LINKS);
    }

    // The list is read before the marker is looked for: whoever opens a home at the same time writes the marker
    // first, so a folder seen with anything in it has its marker already if it is ours.
    private void refuseForeign() throws IOException {
        List<String> names;
        try (Stream<Path> entries = Files.list(root)) {
            // A person may have put settings, routes and rules there before the first start.
            names = entries.map(e -> e.getFileName().toString())
                    .filter(name -> !name.equals("aiplat.yaml") && !name.equals(ROUTES) && !name.equals(ALERTS))
                    .sorted()
                    .limit(3)
                    .toList();
        }
        if (!names.isEmpty() && !exists()) {
            throw new ApplianceException(StoreProblems.homeForeign(
                    root, "It holds " + String.join(", ", names) + " and no " + MARKER + "."));
        }
    }

    // Folders of ours that are open for others to read are closed; who could write to them may have done so.
    private void refuseExposed() throws IOException {
        Ownership ownership = Ownership.ofThisProcess();
        for (Path path : List.of(
                root,
                marker(),
                keys(),
                logs(),
                models(),
                run(),
                tmp(),
                gateway(),
                state(),
                decisions(),
                routes(),
                lock())) {
            ownership.requireOurs(root, path);
        }
        if (exists()) {
            for (Path path : List.of(root, keys(), run(), tmp(), gateway(), state(), decisions())) {
                ownership.requireClosed(root, path);
            }
        }
    }

    private void mark() throws IOException {
        try {
            Files.createFile(marker(), AtomicFile.PRIVATE_FILE);
            Files.writeString(marker(), MARKER_TEXT);
        } catch (FileAlreadyExistsException e) {
            // It was ours before.
        }
    }

    /// Deletes the folder and everything in it. Links are deleted, what they point to is not.
    ///
    /// @throws ApplianceException STORE_HOME_FOREIGN if it does not look like a home of ours,
    ///     STORE_NOT_DELETED if something in it resists
    public void delete() {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(root)) {
            throw new ApplianceException(StoreProblems.homeForeign(root, "It is a symbolic link to another folder."));
        }
        if (!exists()) {
            throw new ApplianceException(StoreProblems.homeForeign(root, "It has no " + MARKER + "."));
        }
        try {
            Deletion.allIn(root, marker());
            // Last, so that a deletion that was interrupted can be repeated.
            Files.delete(marker());
            Files.delete(root);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notDeleted(root, StoreProblems.reason(e)), e);
        }
    }

    private Path marker() {
        return root.resolve(MARKER);
    }

    /// What was decided once: see [StateFile].
    public Path state() {
        return root.resolve("state.json");
    }

    /// Held while something is being changed: see [LockFile].
    public Path lock() {
        return root.resolve("lock");
    }

    /// Folder of secrets.
    public Path keys() {
        return root.resolve("keys");
    }

    /// The key of the endpoint: see [OwnerKey].
    public Path ownerKey() {
        return keys().resolve("owner");
    }

    /// The key of the admin API: a file as that of [OwnerKey], apart from it so that who may use models cannot
    /// make keys.
    public Path adminKey() {
        return keys().resolve("admin");
    }

    /// Folder of certificate authorities, one for each name that something of this home is reached by.
    public Path authorities() {
        return keys().resolve("authorities");
    }

    /// How to reach the cluster; only there while there is one.
    public Path kubeconfig() {
        return root.resolve("kubeconfig");
    }

    /// Writes down how to reach the cluster, for programs that want a file.
    ///
    /// @return [#kubeconfig]
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public Path keepKubeconfig(String text) {
        try {
            AtomicFile.write(kubeconfig(), text.getBytes(StandardCharsets.UTF_8));
            return kubeconfig();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(kubeconfig(), StoreProblems.reason(e)), e);
        }
    }

    /// Writes down which file of the person's the cluster was merged into.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void keepMerged(Path file) {
        try {
            AtomicFile.write(mergedFile(), file.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(mergedFile(), StoreProblems.reason(e)), e);
        }
    }

    /// The file of the person's that the cluster was once merged into.
    public Optional<Path> merged() {
        return new SharedFile(mergedFile()).text().map(Path::of);
    }

    /// Forgets that the cluster was merged into a file.
    public void forgetMerged() {
        try {
            Files.deleteIfExists(mergedFile());
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(mergedFile(), StoreProblems.reason(e)), e);
        }
    }

    private Path mergedFile() {
        return root.resolve("merged-kubeconfig");
    }

    /// Routes, prices and guards; only there if a person wrote it.
    public Path routes() {
        return root.resolve(ROUTES);
    }

    /// Folder of the gateway: its keys and what they spend.
    public Path gateway() {
        return root.resolve("gateway");
    }

    /// Folder of traces that programs have sent, and of the key that encrypts what was said.
    public Path traces() {
        return root.resolve("traces");
    }

    /// Folder of alert rules that a person wrote, and of what is known of alerts.
    public Path alerts() {
        return root.resolve(ALERTS);
    }

    /// Folder of samples of metrics.
    public Path metrics() {
        return root.resolve("metrics");
    }

    /// Logs.
    public Path logs() {
        return root.resolve("logs");
    }

    /// What the steps did: see `StepLog`.
    public Path journal() {
        return logs().resolve("journal.ndjson");
    }

    /// Folder of model files for the embedded engine.
    public Path models() {
        return root.resolve("models");
    }

    /// Folder of blobs: bytes of models, engines and images, each once.
    public Path store() {
        return root.resolve("store");
    }

    /// Folder of images that are kept for nodes; only there if some are.
    public Path images() {
        return root.resolve("images");
    }

    /// Folder of engine packages; only there if one was installed.
    public Path engines() {
        return root.resolve("engines");
    }

    /// Folder of what is true of running processes only.
    public Path run() {
        return root.resolve("run");
    }

    /// What commands decided for this home: see [DecisionsFile].
    public Path decisions() {
        return root.resolve("decided.json");
    }

    /// What flags of `up` decided, for the appliance: see [DecidedFile].
    public Path decided() {
        return run().resolve("decided.json");
    }

    /// What an older aiplat kept for the appliance as a service.
    public Path serviceDecided() {
        return root.resolve("service.json");
    }

    /// The appliance process: see `ApplianceFile`.
    public Path appliance() {
        return run().resolve("appliance.json");
    }

    /// Folder of keys of bundle archives: the one that signs, and those of whose archives are taken.
    public Path bundleKeys() {
        return root.resolve("bundle-keys");
    }

    /// Folder of files that may vanish between two commands.
    public Path tmp() {
        return root.resolve("tmp");
    }
}
