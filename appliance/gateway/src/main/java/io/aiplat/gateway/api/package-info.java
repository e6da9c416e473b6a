/// The APIs clients speak: what each of them asks, in our own words, and our answer in its words.
@NullMarked
package io.aiplat.gateway.api;

import org.jspecify.annotations.NullMarked;
