/// The pages of the console, and the files that they are made of.
@NullMarked
package io.aiplat.console.page;

import org.jspecify.annotations.NullMarked;
