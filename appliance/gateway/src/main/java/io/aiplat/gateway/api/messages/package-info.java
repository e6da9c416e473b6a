/// Anthropic's messages: turns, content blocks and tools as they are read, answers and events as they are written.
@NullMarked
package io.aiplat.gateway.api.messages;

import org.jspecify.annotations.NullMarked;
