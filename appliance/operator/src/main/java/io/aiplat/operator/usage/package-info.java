/// What pods use, as their nodes say it, and for whom.
@NullMarked
package io.aiplat.operator.usage;

import org.jspecify.annotations.NullMarked;
