package io.aiplat.config.setting;

import io.aiplat.config.CommaList;
import io.aiplat.config.HiddenCharacters;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ValueForm;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ways of writing a setting that rooms have in common.
public final class SettingForms {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?|\\[?[0-9a-fA-F:]+]?");
    private static final Pattern REGISTRY = Pattern.compile("(" + HOST + ")(:[0-9]{1,5})?");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})((?:[KMGT])i?)");
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,6}) ?([KMG])iB(?:/s)?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(s|m|h)");

    /// A file that can be read now: a wrong name is found here and not in the middle of the work.
    public static final ValueForm<Path> FILE = new ScalarForm<>("a file that can be read", (text, reading) -> {
        check(!text.isBlank(), "There is nothing.");
        Path path = reading.source().resolve(text);
        check(Files.exists(path), "There is no file " + path + ".");
        check(Files.isRegularFile(path) && Files.isReadable(path), path + " cannot be read.");
        return path;
    });

    private SettingForms() {}

    /// A text without hidden characters.
    public static ValueForm<String> text() {
        return new ScalarForm<>("text of 1 to 256 letters", (text, _) -> {
            check(!text.isBlank() && text.length() <= 256, "It is empty, or longer than anything it could name.");
            check(text.codePoints().noneMatch(HiddenCharacters::isHidden), "It has characters that cannot be seen.");
            return text;
        });
    }

    /// A DNS label.
    public static ValueForm<String> label() {
        return new ScalarForm<>("a name of lower-case letters, digits and hyphens, at most 63", (text, _) -> {
            check(LABEL.matcher(text).matches(), "is no name that Kubernetes and DNS accept.");
            return text;
        });
    }

    /// A port.
    ///
    /// @param least 1, or 0 where 0 means "choose one"
    public static ValueForm<Integer> port(int least) {
        return new ScalarForm<>("a port, " + least + " to 65535", (text, _) -> {
            boolean number = text.matches("[0-9]{1,5}");
            check(number && Integer.parseInt(text) >= least && Integer.parseInt(text) <= 65535, no("port"));
            return Integer.parseInt(text);
        });
    }

    /// A number from 0.
    public static ValueForm<Integer> count(int most) {
        return new ScalarForm<>("a number, 0 to " + most, (text, _) -> {
            check(text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= most, no("such number"));
            return Integer.parseInt(text);
        });
    }

    /// Bytes, in the notation of Kubernetes for whole ones.
    public static ValueForm<Long> size() {
        return new ScalarForm<>("a size of at least 1Mi as 512Mi, 8Gi, 8G or 1Ti", (text, _) -> {
            Matcher m = SIZE.matcher(text);
            check(m.matches(), no("size"));
            int power = "KMGT".indexOf(m.group(2).charAt(0)) + 1;
            long unit = Math.powExact(m.group(2).endsWith("i") ? 1024L : 1000L, power);
            long bytes = Long.parseLong(m.group(1)) * unit;
            check(bytes >= 1 << 20, "is less than anything could use.");
            return bytes;
        });
    }

    /// Names of objects of Kubernetes.
    public static ValueForm<List<String>> names() {
        return new CommaList(
                "names that Kubernetes accepts, as a list or separated by commas",
                item -> NAME.matcher(item).matches());
    }

    /// An IP address of this machine, or `localhost`.
    public static ValueForm<String> address() {
        return new ScalarForm<>("an IP address of this machine, or localhost", (text, _) -> {
            // 127.1 is 127.0.0.1 to some programs and a name to others, and a zone is no part of an address.
            check(text.equals("localhost") || isAddress(text), no("IP address in full"));
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

    /// An http or https address.
    public static ValueForm<URI> url() {
        return new ScalarForm<>("an http or https address", (text, _) -> {
            URI uri = uri(text);
            check(isWeb(uri), no("http or https address"));
            return uri;
        });
    }

    /// A proxy; the scheme may be missing, as in the variables other programs read.
    public static ValueForm<URI> proxy() {
        return new ScalarForm<>("a proxy's address, as http://proxy.example:3128", (text, _) -> {
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

    /// Host names.
    public static ValueForm<List<String>> hosts() {
        return new CommaList(
                "host names, as a list or separated by commas",
                item -> HOST.matcher(item).matches());
    }

    /// Hosts with a port, if it is not the usual one.
    public static ValueForm<List<String>> registries() {
        return new CommaList(
                "registries as registry.example:5000, as a list or separated by commas",
                item -> REGISTRY.matcher(item).matches());
    }

    /// A host with its port, if it is not the usual one.
    public static ValueForm<String> registry() {
        return new ScalarForm<>("a registry as registry.example:5000", (text, _) -> {
            check(REGISTRY.matcher(text).matches(), no("host of a registry"));
            return text;
        });
    }

    /// Bytes for each second.
    public static ValueForm<Long> rate() {
        return new ScalarForm<>("bytes for each second, of at least 1KiB, as 512KiB, 20MiB or 1GiB", (text, _) -> {
            Matcher m = RATE.matcher(text);
            check(m.matches(), no("rate"));
            return Long.parseLong(m.group(1)) << (10 * ("KMG".indexOf(m.group(2)) + 1));
        });
    }

    /// What NO_PROXY may hold is not standardised, so nothing is refused.
    public static ValueForm<List<String>> proxyExceptions() {
        return new CommaList("host names, domains or networks, as a list or separated by commas", _ -> true);
    }

    /// Web origins.
    public static ValueForm<List<String>> origins() {
        return new CommaList("web origins as https://app.example, as a list or separated by commas", item -> {
            URI uri = uri(item);
            return isWeb(uri) && uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
        });
    }

    /// A length of time.
    public static ValueForm<Duration> time() {
        return new ScalarForm<>("a time of at least 1s as 90s, 3m or 1h", (text, _) -> {
            Matcher m = TIME.matcher(text);
            check(m.matches(), no("time"));
            return Duration.parse("PT" + m.group(1) + m.group(2).toUpperCase(Locale.ROOT));
        });
    }

    private static String no(String what) {
        return "is no " + what + ".";
    }

    private static void check(boolean good, String reason) {
        if (!good) {
            throw new IllegalArgumentException(reason);
        }
    }
}
