/// The text of PromQL: what it is made of, and whether its parts go together.
@NullMarked
package io.aiplat.quality.promql.syntax;

import org.jspecify.annotations.NullMarked;
