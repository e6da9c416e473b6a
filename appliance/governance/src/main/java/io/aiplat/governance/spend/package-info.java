/// What requests cost: prices, usage, and the entries that a ledger is made of. Money is in micro-units of a
/// currency.
@NullMarked
package io.aiplat.governance.spend;

import org.jspecify.annotations.NullMarked;
