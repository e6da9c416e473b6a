/// One request, followed through all that is kept of it.
@NullMarked
package io.aiplat.quality.request;

import org.jspecify.annotations.NullMarked;
