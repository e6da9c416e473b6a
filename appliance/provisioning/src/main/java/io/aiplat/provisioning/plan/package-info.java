/// Decides what `up` will do. Pure: the same inputs give the same plan, and nothing is touched.
@NullMarked
package io.aiplat.provisioning.plan;

import org.jspecify.annotations.NullMarked;
