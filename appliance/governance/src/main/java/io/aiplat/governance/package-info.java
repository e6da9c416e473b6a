/// Who may spend how much: keys, teams, budgets, limits, prices, and the ledger behind them.
@NullMarked
package io.aiplat.governance;

import org.jspecify.annotations.NullMarked;
