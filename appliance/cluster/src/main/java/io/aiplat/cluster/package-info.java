/// Ways of having a Kubernetes cluster: what one must be able to do, and what all of them share.
@NullMarked
package io.aiplat.cluster;

import org.jspecify.annotations.NullMarked;
