/// Answers to equal requests out of memory.
@NullMarked
package io.aiplat.gateway.cache;

import org.jspecify.annotations.NullMarked;
