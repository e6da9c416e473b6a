/// Chat completion requests and their answers: messages, tools, sampling options, the parts of a streamed answer,
/// and token usage.
@NullMarked
package io.aiplat.inference.chat;

import org.jspecify.annotations.NullMarked;
