/// What runs models: Ollama and the embedded llama.cpp worker.
@NullMarked
package io.aiplat.inference;

import org.jspecify.annotations.NullMarked;
