/// A k3s node that is a process of this machine: how it is started, and how it goes without a trace.
@NullMarked
package io.aiplat.cluster.node;

import org.jspecify.annotations.NullMarked;
