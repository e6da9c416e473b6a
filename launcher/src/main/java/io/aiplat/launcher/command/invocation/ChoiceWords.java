package io.aiplat.launcher.command.invocation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The words of choices on the command line.
public final class ChoiceWords {
    private ChoiceWords() {}

    /// A choice as it is typed, and as help texts and messages name it.
    public static String of(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// So many things, as a person says it.
    ///
    /// @param one what one of them is called, where more get an s
    public static String count(int things, String one) {
        return things + " " + (things == 1 ? one : one + "s");
    }

    /// Has a command line name the choices of a type as they are typed when it gets another word.
    public static <E extends Enum<E>> void register(CommandLine line, Class<E> type) {
        line.registerConverter(type, reader(type));
    }

    private static <E extends Enum<E>> ITypeConverter<E> reader(Class<E> type) {
        List<E> choices = Arrays.asList(type.getEnumConstants());
        return word -> choices.stream()
                .filter(choice -> of(choice).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of "
                        + String.join(
                                ", ", choices.stream().map(ChoiceWords::of).toList())));
    }
}
