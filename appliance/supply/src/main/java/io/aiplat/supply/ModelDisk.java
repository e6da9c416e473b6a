package io.aiplat.supply;

import java.util.OptionalLong;

/// The file system that a model engine keeps its models on, as far as whoever runs the engine can look at it.
public interface ModelDisk {
    /// One that nobody can look at.
    ModelDisk UNKNOWN = new ModelDisk() {
        @Override
        public OptionalLong freeBytes() {
            return OptionalLong.empty();
        }

        @Override
        public void removeUnfinished() {
            // What cannot be seen cannot be removed.
        }
    };

    /// How much may still be written; empty where that is not known.
    OptionalLong freeBytes();

    /// Removes what downloads that did not end have left. Only for a disk that is full: they would go on from
    /// there.
    void removeUnfinished();
}
