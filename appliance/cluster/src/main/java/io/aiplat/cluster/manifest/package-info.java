/// Kubernetes manifests as objects: read from bundles, patched, and written back. Pure but for a file that a patch
/// names; nothing here speaks to a cluster.
@NullMarked
package io.aiplat.cluster.manifest;

import org.jspecify.annotations.NullMarked;
