package io.aiplat.gateway.admin;

import io.aiplat.config.ScalarForm;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.governance.use.MachinePrices;
import java.math.BigDecimal;
import java.util.List;

/// Every setting of what machines cost.
public final class MachinePriceSettings {
    private static final int DECIMALS = 6;
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private static final ValueForm<Long> PRICE = new ScalarForm<>(
            "an amount as 0.05, at most a million, with six decimals at most", (text, _) -> micros(text));

    private static final Setting<Long> CPU = new Setting<>(
            "prices.cpu-hour",
            PRICE,
            "0",
            "What an hour of a processor costs, in the base currency of gateway.yaml. 0 means that times are told"
                    + " without money.");
    private static final Setting<Long> MEMORY =
            new Setting<>("prices.memory-hour", PRICE, "0", "What a GiB of memory costs for an hour.");
    private static final Setting<Long> GPU =
            new Setting<>("prices.gpu-hour", PRICE, "0", "What an hour of a GPU costs.");

    /// The section.
    public static final SettingSection<MachinePrices> SECTION = new SettingSection<>(
            List.of(CPU, MEMORY, GPU), values -> new MachinePrices(values.of(CPU), values.of(MEMORY), values.of(GPU)));

    private MachinePriceSettings() {}

    private static long micros(String text) {
        if (!text.matches("[0-9]{1,7}(\\.[0-9]{1," + DECIMALS + "})?")) {
            throw new IllegalArgumentException("is no amount.");
        }
        BigDecimal amount = new BigDecimal(text);
        if (amount.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("is more than a million.");
        }
        return amount.movePointRight(DECIMALS).longValueExact();
    }
}
