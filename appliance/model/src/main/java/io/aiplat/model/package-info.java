/// The vocabulary of aiplat: what rooms hand to each other. Every record here is valid once it exists.
@NullMarked
package io.aiplat.model;

import org.jspecify.annotations.NullMarked;
