/// OpenAI's chat completions: requests with the extensions that other servers have to them, and answers, whole and as
/// server-sent events.
@NullMarked
package io.aiplat.gateway.api.chat;

import org.jspecify.annotations.NullMarked;
