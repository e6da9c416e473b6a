package io.aiplat.launcher.settings;

import io.aiplat.config.ScalarForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.config.setting.SettingValues;
import io.aiplat.config.setting.WildcardSection;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.image.build.ImageBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The images to use in place of others.
final class ImageSettings {
    static final WildcardSection IMAGES = new WildcardSection("images", List.of(), Set.of());

    static final SettingSection<Settings.ImageReplacements> SECTION =
            new SettingSection<>(List.of(), List.of(IMAGES), Map.of(), ImageSettings::images);

    private static final Setting<ImageReference> BASE_IMAGE = new Setting<>(
            "image.base",
            new ScalarForm<>("an image as eclipse-temurin:25-jre", (text, _) -> ImageReference.parse(text)),
            "eclipse-temurin:25-jre",
            "What `aiplat image build` makes its image on: an image with Java 25 or newer as `java` on its PATH. Replaced"
                    + " as `images` says, like any other.");

    static final SettingSection<ImageBase> BASE =
            new SettingSection<>(List.of(BASE_IMAGE), values -> new ImageBase(values.of(BASE_IMAGE)));

    private static final String WORDS = "images, then a line as rancher/k3s: registry.example/k3s";
    private static final String REFUSED = "An image's name is replaced by an image's name, both without a digest.";

    private ImageSettings() {}

    private static Settings.ImageReplacements images(SettingValues values) {
        Map<String, String> images = new HashMap<>();
        values.in(IMAGES)
                .forEach((from, stated) -> stated.values().forEach(raw -> {
                    String to = values.read(raw, new ScalarForm<>(WORDS, (text, _) -> {
                        name(from);
                        return name(text);
                    }));
                    if (to != null) {
                        images.put(from, to);
                    }
                }));
        return new Settings.ImageReplacements(images);
    }

    private static String name(String text) {
        try {
            if (ImageReference.parse(text).digest() == null) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(REFUSED, e);
        }
        throw new IllegalArgumentException(REFUSED);
    }
}
