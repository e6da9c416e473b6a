package io.aiplat.management;

import org.jspecify.annotations.Nullable;

/// Request to the management API, however it came.
///
/// @param method as in HTTP
/// @param path   below [ManagementApi#ROOT], as sent, not decoded: `/keys/ci/rotate`
/// @param query  what follows the question mark, as sent; null without one
/// @param body   JSON; empty for none
public record ManagementRequest(
        String method, String path, @Nullable String query, String body) {}
