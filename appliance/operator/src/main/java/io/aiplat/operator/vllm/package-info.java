/// vLLM as the server of a model.
@NullMarked
package io.aiplat.operator.vllm;

import org.jspecify.annotations.NullMarked;
