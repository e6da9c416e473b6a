/// Providers of models: engines, servers with OpenAI's API and servers with Anthropic's. What a server does not speak
/// is translated here.
@NullMarked
package io.aiplat.gateway.provider;

import org.jspecify.annotations.NullMarked;
