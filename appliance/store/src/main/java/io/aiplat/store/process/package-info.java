/// Process records on disk: the appliance, its supervisor and other background processes of a home, each believed
/// only while that very process is alive.
@NullMarked
package io.aiplat.store.process;

import org.jspecify.annotations.NullMarked;
