package io.aiplat.governance.limit;

import io.aiplat.model.spend.Budget;
/// How much of a budget is left.
///
/// @param micros what is neither spent nor reserved, in micro-units; below 0 where an upstream used more than
///     it was asked to, where the budget was lowered, or where a key in shadow mode spent

public record BudgetLeft(LimitOwner holder, Budget budget, long micros) {}
