/// Admission control of requests: who may spend how much, reserved before and settled after, in a ledger.
@NullMarked
package io.aiplat.governance;

import org.jspecify.annotations.NullMarked;
