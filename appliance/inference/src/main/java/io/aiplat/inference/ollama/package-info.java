/// A client of Ollama's own API, and a way to start an Ollama that is installed.
@NullMarked
package io.aiplat.inference.ollama;

import org.jspecify.annotations.NullMarked;
