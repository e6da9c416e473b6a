/// Realizers: what makes each desired state true, and keeps it so.
@NullMarked
package io.aiplat.operator.realization;

import org.jspecify.annotations.NullMarked;
