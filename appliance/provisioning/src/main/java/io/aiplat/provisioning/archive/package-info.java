/// Installs from a bundle archive: what of it is new goes to the node, the model engine and this machine.
@NullMarked
package io.aiplat.provisioning.archive;

import org.jspecify.annotations.NullMarked;
