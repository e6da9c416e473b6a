/// Endpoints of models on GPUs, of the group `kro.run`.
@NullMarked
package io.aiplat.operator.endpoint;

import org.jspecify.annotations.NullMarked;
