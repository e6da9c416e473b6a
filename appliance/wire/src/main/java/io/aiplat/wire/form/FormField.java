package io.aiplat.wire.form;

/// One part of a form.
///
/// @param name   as the form says it
/// @param isFile whether it has the name of a file, so that it is content and not a value
/// @param begin  where its value begins in the body
/// @param end    where its value ends
public record FormField(String name, boolean isFile, int begin, int end) {}
