package io.aiplat.provisioning.gitops;

import java.nio.file.Path;

/// Files of a source as they were at one moment.
///
/// @param revision a commit, or `sha256:` and the digest of a folder
/// @param root     where they are; ours, without links
record Snapshot(String revision, Path root) {}
