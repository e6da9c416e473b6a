/// The first page, and the resources of the management API that it shows.
@NullMarked
package io.aiplat.console;

import org.jspecify.annotations.NullMarked;
