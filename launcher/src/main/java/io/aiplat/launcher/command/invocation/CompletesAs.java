package io.aiplat.launcher.command.invocation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says of an option or an argument what its value is the name of, so that the Tab key can offer the names there are.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface CompletesAs {
    /// What has that name.
    CompletionKind value();
}
