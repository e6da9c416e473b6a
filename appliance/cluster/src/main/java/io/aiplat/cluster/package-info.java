/// Ways of having a cluster; the Kubernetes client lives here.
@NullMarked
package io.aiplat.cluster;

import org.jspecify.annotations.NullMarked;
