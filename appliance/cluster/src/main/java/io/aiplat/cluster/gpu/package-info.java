/// GPUs in a node and in its pods: what a node is given of NVIDIA's driver, and the containerd runtime handler by
/// which pods get it. Why it is done without NVIDIA's toolkit: docs/decisions/gpu.md.
@NullMarked
package io.aiplat.cluster.gpu;

import org.jspecify.annotations.NullMarked;
