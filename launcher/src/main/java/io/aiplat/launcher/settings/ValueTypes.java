package io.aiplat.launcher.settings;

import io.aiplat.config.HiddenCharacters;
import io.aiplat.model.SpellingSuggestion;
import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The ways of reading a value.
final class ValueTypes {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?|\\[?[0-9a-fA-F:]+]?");
    private static final Pattern REGISTRY = Pattern.compile("(" + HOST + ")(:[0-9]{1,5})?");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})((?:[KMGT])i?)");
    private static final Pattern CPUS = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?|[0-9]{1,7}m");
    private static final String KEY = "([a-zA-Z0-9][-a-zA-Z0-9.]*/)?[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?";
    private static final String VALUE = "([a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)?";
    private static final Pattern LABEL_PAIR = Pattern.compile(KEY + "=" + VALUE);
    private static final Pattern TOLERATION =
            Pattern.compile("(\\*|" + KEY + "(=" + VALUE + ")?)(:(NoSchedule|PreferNoSchedule|NoExecute))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(s|m|h)");

    /// A file that can be read now: a wrong name is found here and not in the middle of the work.
    static final ValueType<Path> FILE = new ValueType<>("a file that can be read", (text, origin) -> {
        check(!text.isBlank(), "There is nothing.");
        Path path = origin.resolve(text);
        check(Files.exists(path), "There is no file " + path + ".");
        check(Files.isRegularFile(path) && Files.isReadable(path), path + " cannot be read.");
        return path;
    });

    private ValueTypes() {}

    static ValueType<String> text() {
        return new ValueType<>("text of 1 to 256 letters", (text, _) -> {
            check(!text.isBlank() && text.length() <= 256, "It is empty, or longer than anything it could name.");
            check(text.codePoints().noneMatch(HiddenCharacters::isHidden), "It has characters that cannot be seen.");
            return text;
        });
    }

    static ValueType<String> label() {
        return new ValueType<>("a name of lower-case letters, digits and hyphens, at most 63", (text, _) -> {
            check(LABEL.matcher(text).matches(), "'" + text + "' is no name that Kubernetes and DNS accept.");
            return text;
        });
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(e -> e.name().toLowerCase(Locale.ROOT))
                .toList();
        return new ValueType<>("one of " + String.join(", ", words), words, (text, _) -> {
            int index = words.indexOf(text);
            check(index >= 0, "'" + text + "' is none of them" + SpellingSuggestion.hint(text, words));
            return type.getEnumConstants()[index];
        });
    }

    /// @param least 1, or 0 where 0 means "choose one"
    static ValueType<Integer> port(int least) {
        return new ValueType<>("a port, " + least + " to 65535", (text, _) -> {
            boolean number = text.matches("[0-9]{1,5}");
            check(number && Integer.parseInt(text) >= least && Integer.parseInt(text) <= 65535, no(text, "port"));
            return Integer.parseInt(text);
        });
    }

    static ValueType<Integer> count(int most) {
        return new ValueType<>("a number, 0 to " + most, (text, _) -> {
            check(text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= most, no(text, "such number"));
            return Integer.parseInt(text);
        });
    }

    /// Bytes, in the notation of Kubernetes for whole ones.
    static ValueType<Long> size() {
        return new ValueType<>("a size of at least 1Mi as 512Mi, 8Gi, 8G or 1Ti", (text, _) -> {
            Matcher m = SIZE.matcher(text);
            check(m.matches(), no(text, "size"));
            int power = "KMGT".indexOf(m.group(2).charAt(0)) + 1;
            long unit = Math.powExact(m.group(2).endsWith("i") ? 1024L : 1000L, power);
            long bytes = Long.parseLong(m.group(1)) * unit;
            check(bytes >= 1 << 20, "'" + text + "' is less than anything could use.");
            return bytes;
        });
    }

    /// Thousandths of a processor.
    static ValueType<Integer> processors() {
        return new ValueType<>("processors as 2, 0.5 or 500m", (text, _) -> {
            check(CPUS.matcher(text).matches(), no(text, "number of processors"));
            BigDecimal number = text.endsWith("m")
                    ? new BigDecimal(text.substring(0, text.length() - 1))
                    : new BigDecimal(text).movePointRight(3);
            check(number.signum() > 0, "It could not compute with none.");
            return number.intValueExact();
        });
    }

    static ValueType<List<String>> tolerations() {
        return list(
                "taints as key=value:NoSchedule, key:NoExecute, key or *, as a list or separated by commas",
                item -> TOLERATION.matcher(item).matches());
    }

    static ValueType<List<String>> labels() {
        return list(
                "labels as key=value, as a list or separated by commas",
                item -> LABEL_PAIR.matcher(item).matches());
    }

    static ValueType<List<String>> names() {
        return list(
                "names that Kubernetes accepts, as a list or separated by commas",
                item -> NAME.matcher(item).matches());
    }

    static ValueType<String> address() {
        return new ValueType<>("an IP address of this machine, or localhost", (text, _) -> {
            // 127.1 is 127.0.0.1 to some programs and a name to others, and a zone is no part of an address.
            check(text.equals("localhost") || isAddress(text), no(text, "IP address in full"));
            return text;
        });
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return switch (address) {
                case Inet4Address _ -> text.equals(address.getHostAddress());
                case Inet6Address _ -> text.indexOf('[') < 0 && text.indexOf('%') < 0;
                default -> false;
            };
        } catch (IllegalArgumentException _) {
            // A name, or nothing.
            return false;
        }
    }

    static ValueType<Boolean> yesNo() {
        return new ValueType<>("true or false", List.of("true", "false"), (text, _) -> {
            check(text.equals("true") || text.equals("false"), "'" + text + "' is neither of them.");
            return text.equals("true");
        });
    }

    static ValueType<URI> url() {
        return new ValueType<>("an http or https address", (text, _) -> {
            URI uri = uri(text);
            check(isWeb(uri), no(text, "http or https address"));
            return uri;
        });
    }

    /// A proxy; the scheme may be missing, as in the variables other programs read.
    static ValueType<URI> proxy() {
        return new ValueType<>("a proxy's address, as http://proxy.example:3128", (text, _) -> {
            URI uri = uri(text.contains("://") ? text : "http://" + text);
            check(isWeb(uri), "It is no address of an HTTP proxy.");
            return uri;
        });
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("It is no address: a character is not allowed there.", e);
        }
    }

    private static boolean isWeb(URI uri) {
        boolean port = uri.getPort() == -1
                ? !String.valueOf(uri.getRawAuthority()).endsWith(":")
                : uri.getPort() >= 1 && uri.getPort() <= 65535;
        return List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                && uri.getHost() != null
                && port
                && uri.toString().chars().allMatch(c -> c < 127);
    }

    static ValueType<List<String>> hosts() {
        return list(
                "host names, as a list or separated by commas",
                item -> HOST.matcher(item).matches());
    }

    static ValueType<List<String>> registries() {
        return list(
                "registries as registry.example:5000, as a list or separated by commas",
                item -> REGISTRY.matcher(item).matches());
    }

    /// What NO_PROXY may hold is not standardised, so nothing is refused.
    static ValueType<List<String>> proxyExceptions() {
        return list("host names, domains or networks, as a list or separated by commas", _ -> true);
    }

    static ValueType<List<String>> origins() {
        return list("web origins as https://app.example, as a list or separated by commas", item -> {
            URI uri = uri(item);
            return isWeb(uri) && uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
        });
    }

    private static ValueType<List<String>> list(String form, Predicate<String> accepts) {
        return new ValueType<>(form, (text, _) -> {
            List<String> items = Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
            String refused = items.stream()
                    .filter(accepts.negate())
                    .map(item -> "'" + item + "'")
                    .collect(Collectors.joining(", "));
            check(refused.isEmpty(), "Not accepted: " + refused + ".");
            return items;
        });
    }

    static ValueType<Duration> time() {
        return new ValueType<>("a time of at least 1s as 90s, 3m or 1h", (text, _) -> {
            Matcher m = TIME.matcher(text);
            check(m.matches(), no(text, "time"));
            return Duration.parse("PT" + m.group(1) + m.group(2).toUpperCase(Locale.ROOT));
        });
    }

    private static String no(String text, String what) {
        return "'" + text + "' is no " + what + ".";
    }

    private static void check(boolean good, String reason) {
        if (!good) {
            throw new IllegalArgumentException(reason);
        }
    }
}
