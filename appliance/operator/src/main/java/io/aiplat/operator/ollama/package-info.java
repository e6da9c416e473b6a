/// Models of the Ollama operators, in both spellings.
@NullMarked
package io.aiplat.operator.ollama;

import org.jspecify.annotations.NullMarked;
