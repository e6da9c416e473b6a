/// What is reported of a request whatever the form: its endpoint, its parameters, its tokens, and how it ended.
@NullMarked
package io.aiplat.telemetry.request;

import org.jspecify.annotations.NullMarked;
