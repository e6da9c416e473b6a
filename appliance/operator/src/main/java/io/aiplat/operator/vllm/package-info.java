/// Endpoints of vLLM, of the group `kro.run`.
@NullMarked
package io.aiplat.operator.vllm;

import org.jspecify.annotations.NullMarked;
