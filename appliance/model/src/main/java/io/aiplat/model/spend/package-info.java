/// What requests use, as every room counts it.
@NullMarked
package io.aiplat.model.spend;

import org.jspecify.annotations.NullMarked;
