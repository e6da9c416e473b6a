/// Routes of several sources, each with its origin, and the one configuration that is made of them.
@NullMarked
package io.aiplat.routing.source;

import org.jspecify.annotations.NullMarked;
