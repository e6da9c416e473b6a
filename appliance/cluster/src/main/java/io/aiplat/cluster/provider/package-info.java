/// The ways of having a cluster, one file each.
@NullMarked
package io.aiplat.cluster.provider;

import org.jspecify.annotations.NullMarked;
