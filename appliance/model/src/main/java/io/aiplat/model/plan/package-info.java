/// The vocabulary of plans: the cluster that is wanted, what was observed, the steps that lead from one to the
/// other, and the events and results of carrying them out.
@NullMarked
package io.aiplat.model.plan;

import org.jspecify.annotations.NullMarked;
