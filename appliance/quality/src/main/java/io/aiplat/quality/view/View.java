package io.aiplat.quality.view;

import java.time.Duration;
import java.util.List;

/// View: a dashboard.
///
/// @param name        in addresses
/// @param description empty for none
/// @param shows       how far back it looks where nobody chooses
/// @param panels      in their order
public record View(String name, String title, String description, Duration shows, List<ViewPanel> panels) {
    public View {
        panels = List.copyOf(panels);
    }
}
