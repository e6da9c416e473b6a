/// Statuses of custom resources and their conditions.
@NullMarked
package io.aiplat.operator.status;

import org.jspecify.annotations.NullMarked;
