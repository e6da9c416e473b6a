/// OpenAI's Responses API: input items and tools as they are read, output items and events as they are written, and
/// compaction of a conversation.
@NullMarked
package io.aiplat.gateway.api.responses;

import org.jspecify.annotations.NullMarked;
