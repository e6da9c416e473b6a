package io.aiplat.quality.intake;

import io.aiplat.model.spend.Price;
import java.util.Optional;

/// Prices of models, for what programs trace and do not price themselves.
@FunctionalInterface
public interface CostOfModels {
    /// The price of a model by the token; empty where nobody knows it.
    ///
    /// @param model as a program names it
    Optional<Price> price(String model);
}
