/// Converts a configuration of LiteLLM, and says of each of its fields what became of it.
@NullMarked
package io.aiplat.routing.litellm;

import org.jspecify.annotations.NullMarked;
