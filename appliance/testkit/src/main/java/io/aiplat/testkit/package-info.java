/// Fakes, fixtures and contract helpers. Test scope only.
@NullMarked
package io.aiplat.testkit;

import org.jspecify.annotations.NullMarked;
