package io.aiplat.provisioning.run;

import io.aiplat.cluster.MergedKubeconfig;
import io.aiplat.store.Home;
import io.aiplat.store.SharedFile;
import java.nio.file.Path;
import java.util.Optional;

/// The kubeconfig of a person, which our cluster is in only while they want it there.
public final class PersonalKubeconfig {
    private final Home home;
    private final String owner;

    /// As one home.
    ///
    /// @param owner its id, which marks what is ours
    public PersonalKubeconfig(Home home, String owner) {
        this.home = home;
        this.owner = owner;
    }

    /// Puts the cluster into a file, in place of what was there of ours, and remembers that. What is in the file
    /// before the first time is kept beside it.
    ///
    /// @param file may not exist yet
    /// @param ours kubeconfig of one cluster, user and context of the same name
    /// @throws io.aiplat.model.ApplianceException `CLUSTER_KUBECONFIG_NOT_MERGED`, `STORE_NOT_WRITTEN`
    public void merge(Path file, String ours) {
        SharedFile shared = new SharedFile(file);
        // First of all: whoever is stopped in the middle shall find it again.
        home.keepMerged(file);
        boolean again = shared.text()
                .map(text -> MergedKubeconfig.parse(file, text).holds(owner))
                .orElse(false);
        if (again) {
            shared.change(text -> with(file, text, ours));
        } else {
            shared.changeAfterBackup(text -> with(file, text, ours));
        }
    }

    private String with(Path file, String text, String ours) {
        return MergedKubeconfig.parse(file, text).with(ours, owner).text();
    }

    /// The file our cluster is in; empty where it is in none.
    public Optional<Path> into() {
        return home.merged()
                .filter(file -> new SharedFile(file)
                        .text()
                        .map(text -> MergedKubeconfig.parse(file, text).holds(owner))
                        .orElse(false));
    }

    /// Takes out what is ours, and nothing else. A file that is as it was before is written as it was before.
    ///
    /// @return the file it was in
    public Optional<Path> remove() {
        Optional<Path> file = into();
        file.ifPresent(path -> {
            SharedFile shared = new SharedFile(path);
            shared.change(text -> without(shared, text));
            if (shared.text().equals(shared.backup())) {
                shared.forgetBackup();
            }
        });
        home.forgetMerged();
        return file;
    }

    private String without(SharedFile shared, String text) {
        MergedKubeconfig rest = MergedKubeconfig.parse(shared.path(), text).without(owner);
        return shared.backup()
                .filter(before -> MergedKubeconfig.parse(shared.path(), before).says(rest))
                .orElseGet(() -> rest.isEmpty() ? "" : rest.text());
    }
}
