/// The ladder: from a card on the bus to tokens of a model, what has to be so that models compute on GPUs, in order,
/// and what to do about the first thing that is not.
@NullMarked
package io.aiplat.provisioning.gpu;

import org.jspecify.annotations.NullMarked;
