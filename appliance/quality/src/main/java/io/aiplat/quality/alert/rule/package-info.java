/// Alert rules in Prometheus' own format: read strictly, with templates for what people are told.
@NullMarked
package io.aiplat.quality.alert.rule;

import org.jspecify.annotations.NullMarked;
