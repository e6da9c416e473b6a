/// Long work of the management API: listed, followed and cancelled by whoever comes, and done whoever leaves.
@NullMarked
package io.aiplat.management.job;

import org.jspecify.annotations.NullMarked;
