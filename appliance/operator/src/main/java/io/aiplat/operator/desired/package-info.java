/// Vocabulary of the operator: what custom resources want, in the few words that aiplat knows.
@NullMarked
package io.aiplat.operator.desired;

import org.jspecify.annotations.NullMarked;
