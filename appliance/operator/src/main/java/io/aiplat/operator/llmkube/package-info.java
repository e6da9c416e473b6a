/// Models, inference services and routers of LLMKube.
@NullMarked
package io.aiplat.operator.llmkube;

import org.jspecify.annotations.NullMarked;
