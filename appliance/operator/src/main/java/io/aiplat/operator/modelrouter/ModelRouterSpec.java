package io.aiplat.operator.modelrouter;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Specification of a [ModelRouter].
///
/// @param routes what is served: 1 to 64, with different names
@ValidationRule(
        value = "self.routes.all(a, self.routes.exists_one(b, a.name == b.name))",
        fieldPath = ".routes",
        message = "spec.routes has a name twice")
public record ModelRouterSpec(
        @Required @Size(min = 1, max = 64) List<RouteSpec> routes) {
    public ModelRouterSpec {
        routes = List.copyOf(routes);
    }

    /// A route.
    ///
    /// @param name     name that clients ask for
    /// @param provider what the server speaks: `ollama`, `openai` or `anthropic`
    /// @param model    name that the server knows it by
    /// @param endpoint base address of the server, http or https; without one the models of aiplat itself are meant
    @ValidationRule(
            value = "!has(self.endpoint) || (isURL(self.endpoint)"
                    + " && (self.endpoint.startsWith('http://') || self.endpoint.startsWith('https://')))",
            fieldPath = ".endpoint",
            message = "endpoint is an address that begins with http:// or https://")
    public record RouteSpec(
            @Required @Size(min = 1, max = 253) String name,
            @Required @Size(max = 63) String provider,
            @Required @Size(min = 1, max = 253) String model,
            @Size(max = 2048) @Nullable String endpoint) {}
}
