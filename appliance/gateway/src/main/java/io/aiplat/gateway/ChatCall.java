package io.aiplat.gateway;

import io.aiplat.models.ChatRequest;

/// A chat completion as it was asked for.
///
/// @param request      what the engine has to do
/// @param stream       whether the answer is wanted piece by piece
/// @param includeUsage whether a stream ends with the token counts
record ChatCall(ChatRequest request, boolean stream, boolean includeUsage) {}
