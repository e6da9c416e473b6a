/// The pipeline of a request to a model: route, reserve, attempt, settle; with guards and the cache around it.
@NullMarked
package io.aiplat.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
