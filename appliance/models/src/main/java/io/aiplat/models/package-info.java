/// What runs models: Ollama and the embedded llama.cpp worker.
@NullMarked
package io.aiplat.models;

import org.jspecify.annotations.NullMarked;
