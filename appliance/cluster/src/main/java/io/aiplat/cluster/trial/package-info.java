/// Trials in a cluster: what can only be found out by running a pod, or by asking what others have installed.
@NullMarked
package io.aiplat.cluster.trial;

import org.jspecify.annotations.NullMarked;
