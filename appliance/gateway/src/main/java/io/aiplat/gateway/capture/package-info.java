/// What is told of a request to whoever collects spans, or asked for prompts and answers to be kept.
@NullMarked
package io.aiplat.gateway.capture;

import org.jspecify.annotations.NullMarked;
