/// Evaluation of texts by guards: patterns and entities that are found here, and those that an external Presidio
/// service finds. It knows texts only, and neither requests nor streams.
@NullMarked
package io.aiplat.gateway.guard.evaluation;

import org.jspecify.annotations.NullMarked;
