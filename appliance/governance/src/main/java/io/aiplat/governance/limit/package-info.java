/// Budgets and rate limits, whom they belong to, and the sliding and calendar windows in which they are counted.
/// All in memory; what was counted before comes from a [SpendHistory].
@NullMarked
package io.aiplat.governance.limit;

import org.jspecify.annotations.NullMarked;
