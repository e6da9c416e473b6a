/// The OpenAI-compatible HTTP API.
@NullMarked
package io.aiplat.gateway;

import org.jspecify.annotations.NullMarked;
