/// What an aiplat JAR brings along: bundles of manifests, the container images they are made of, and profiles of
/// models.
@NullMarked
package io.aiplat.model.catalog;

import org.jspecify.annotations.NullMarked;
