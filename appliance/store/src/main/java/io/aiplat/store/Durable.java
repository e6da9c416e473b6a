package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.nio.file.Path;

/// Durable state: a store of a home, as backup and upgrade see it. What is not durable is made again: logs, the files
/// of running processes, and what a person wrote is the person's.
public interface Durable {
    /// By which a backup keeps it: lower case and `-`, the only one of that name in a home. It never changes.
    String name();

    /// The number of the format that this aiplat writes; 1 for the first.
    int format();

    /// The number of the format that is on the disk. A store whose first format has no number in it has 1.
    ///
    /// @return 0 where there is nothing; more than [#format] where a newer aiplat wrote it
    /// @throws ApplianceException if it cannot be read
    int written();

    /// Writes a copy as it is at one moment, while it is in use, by this process or another. What is in the folder
    /// then stands there under the names that it has in the store's own place, and can be opened like that.
    ///
    /// @param folder is there, is the owner's alone, and has nothing of this store in it; stays so if there is
    ///               nothing to copy
    /// @throws ApplianceException STORE_NOT_COPIED, or what the store has for it, if it cannot be read or written
    void snapshot(Path folder);

    /// Brings what an older aiplat wrote to [#format], which may need the store for itself. What is of that format,
    /// or not there, is left as it is.
    ///
    /// @throws ApplianceException if a newer aiplat wrote it, or it is in use or damaged, of the store's own kinds
    void migrate();
}
