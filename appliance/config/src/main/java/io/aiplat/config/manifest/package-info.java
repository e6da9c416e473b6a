/// Objects of Kubernetes as plain values, and as YAML that anybody reads alike.
@NullMarked
package io.aiplat.config.manifest;

import org.jspecify.annotations.NullMarked;
