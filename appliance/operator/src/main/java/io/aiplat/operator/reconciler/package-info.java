/// Reconcilers: one for each foreign kind, which translates it and writes its status.
@NullMarked
package io.aiplat.operator.reconciler;

import org.jspecify.annotations.NullMarked;
