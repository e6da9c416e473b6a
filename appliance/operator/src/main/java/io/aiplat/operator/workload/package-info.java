/// Objects of Kubernetes that a workload becomes, and what of it fits on the nodes.
@NullMarked
package io.aiplat.operator.workload;

import org.jspecify.annotations.NullMarked;
