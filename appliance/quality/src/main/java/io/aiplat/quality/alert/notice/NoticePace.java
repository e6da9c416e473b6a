package io.aiplat.quality.alert.notice;

import java.time.Duration;

/// How often people are told.
///
/// @param update at least between two messages about alerts of one name
/// @param repeat until those that still fire are told again
public record NoticePace(Duration update, Duration repeat) {}
