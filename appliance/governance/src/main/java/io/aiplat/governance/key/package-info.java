/// API keys and who holds them: their records, their tokens and the hashes of these, and what a token opens.
/// Nothing here counts spend.
@NullMarked
package io.aiplat.governance.key;

import org.jspecify.annotations.NullMarked;
