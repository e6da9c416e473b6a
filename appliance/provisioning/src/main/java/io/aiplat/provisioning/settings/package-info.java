/// Settings of engines that are started here.
@NullMarked
package io.aiplat.provisioning.settings;

import org.jspecify.annotations.NullMarked;
