/// What requests use and may cost, as every room counts it. Money is in millionths of the one currency that all is
/// counted in.
@NullMarked
package io.aiplat.model.spend;

import org.jspecify.annotations.NullMarked;
