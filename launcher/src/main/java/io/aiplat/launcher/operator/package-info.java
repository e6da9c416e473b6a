/// The operator beside the gateway in one process: models, teams and services of this appliance, as custom resources
/// need them.
@NullMarked
package io.aiplat.launcher.operator;

import org.jspecify.annotations.NullMarked;
