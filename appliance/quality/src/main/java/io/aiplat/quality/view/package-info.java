/// Views of what is measured: dashboards, as far as our own page shows them.
@NullMarked
package io.aiplat.quality.view;

import org.jspecify.annotations.NullMarked;
