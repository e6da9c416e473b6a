/// Objects of Kubernetes that a tenant becomes.
@NullMarked
package io.aiplat.operator.tenant;

import org.jspecify.annotations.NullMarked;
