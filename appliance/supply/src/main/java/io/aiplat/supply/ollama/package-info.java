/// A client of Ollama's own API, and the models that an Ollama keeps.
@NullMarked
package io.aiplat.supply.ollama;

import org.jspecify.annotations.NullMarked;
