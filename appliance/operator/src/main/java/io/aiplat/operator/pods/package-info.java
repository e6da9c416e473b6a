/// Operator and gateways as pods of one cluster: where they are, and how routes get from the one to the others.
@NullMarked
package io.aiplat.operator.pods;

import org.jspecify.annotations.NullMarked;
