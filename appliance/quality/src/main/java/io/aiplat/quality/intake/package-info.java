/// Intake: where programs send traces and scores to, in the protocols that they have.
@NullMarked
package io.aiplat.quality.intake;

import org.jspecify.annotations.NullMarked;
