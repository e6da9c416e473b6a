package io.aiplat.launcher.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Usage message: what a command takes itself comes first, and what every command takes last, under a heading.
final class HelpLayout {
    private static final Set<String> EVERYWHERE =
            Set.of("--output", "--config", "--home", "--set", "--verbose", "--no-color", "--help", "--version");

    private HelpLayout() {}

    /// Has a command and all below it print their help so.
    static void apply(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true);
        Map<String, IHelpSectionRenderer> sections = line.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::own);
        sections.put(UsageMessageSpec.SECTION_KEY_END_OF_OPTIONS, HelpLayout::everywhere);
        line.setHelpSectionMap(sections);
        List<String> order = new ArrayList<>(line.getHelpSectionKeys());
        order.remove(UsageMessageSpec.SECTION_KEY_END_OF_OPTIONS);
        order.add(
                order.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING),
                UsageMessageSpec.SECTION_KEY_END_OF_OPTIONS);
        line.setHelpSectionKeys(order);
        line.getSubcommands().values().forEach(HelpLayout::apply);
    }

    private static String own(Help help) {
        return options(help, false);
    }

    private static String everywhere(Help help) {
        String options = options(help, true);
        // A command whose words are another program's has but --help.
        return options.contains("--home") ? "\nEvery command takes:\n" + options : options;
    }

    private static String options(Help help, boolean everywhere) {
        List<OptionSpec> options = help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> EVERYWHERE.contains(option.longestName()) == everywhere)
                .sorted(help.createDefaultOptionSort())
                .toList();
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }
}
