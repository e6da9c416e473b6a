/// A named part of kustomize: folders of manifests, bases and components become objects, without a program.
@NullMarked
package io.aiplat.config.kustomize;

import org.jspecify.annotations.NullMarked;
