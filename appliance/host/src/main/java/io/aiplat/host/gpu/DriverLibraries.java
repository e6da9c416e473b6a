package io.aiplat.host.gpu;

import io.aiplat.model.host.DriverLibrary;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The libraries of NVIDIA's driver on this machine: what computes, and what tells about cards; those for pictures and
/// films are left out. Which ones belong to it is NVIDIA's own list for containers (libnvidia-container,
/// src/nvc_info.c,
/// `utility_libs` and `compute_libs`), found by the linker's cache and in the folders that distributions use.
final class DriverLibraries {
    /// By the names that programs ask for. `libcuda.so` is what some compile against and load at run time.
    private static final List<String> SONAMES = List.of(
            "libcuda.so",
            "libcuda.so.1",
            "libcudadebugger.so.1",
            "libdxcore.so",
            "libnvidia-allocator.so.1",
            "libnvidia-cfg.so.1",
            "libnvidia-ml.so.1",
            "libnvidia-nvvm.so.4",
            "libnvidia-nvvm70.so.4",
            "libnvidia-opencl.so.1",
            "libnvidia-ptxjitcompiler.so.1");

    /// Asked for by the name with the version in it, by the others.
    private static final List<String> VERSIONED = List.of(
            "libnvidia-compiler.so.", "libnvidia-gpucomp.so.", "libnvidia-pkcs11.so.", "libnvidia-pkcs11-openssl3.so.");

    /// Without these nothing computes.
    private static final Set<String> NEEDED = Set.of("libcuda.so.1", "libnvidia-ml.so.1");

    /// Jetson before JetPack 6 and WSL have no version in the names.
    private static final List<String> FOLDERS = List.of(
            "usr/lib/wsl/lib",
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/x86_64-linux-gnu/nvidia/current",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib/aarch64-linux-gnu/nvidia",
            "usr/lib/aarch64-linux-gnu/tegra",
            "usr/lib64",
            "usr/lib64/nvidia",
            "usr/lib",
            "run/opengl-driver/lib",
            "usr/local/nvidia/lib64",
            "usr/local/nvidia/lib");

    private static final Pattern VERSION = Pattern.compile("\\.so\\.([0-9]{3,}(?:\\.[0-9]+)+)$");
    private static final int ELF_CLASS_AT = 4;
    private static final int ELF_MACHINE_AT = 18;
    private static final int ELF_64 = 2;
    private static final int ELF_AARCH64 = 183;
    private static final int ELF_X86_64 = 62;

    private final Path root;
    private final List<Path> folders = new ArrayList<>();
    private final List<LinkerCache.Entry> cache;

    /// Reads the linker's cache.
    ///
    /// @param environment with `LD_LIBRARY_PATH`, which goes first as for the linker
    DriverLibraries(Path root, Map<String, String> environment) {
        this.root = root;
        for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isBlank()) {
                folders.add(Path.of(folder));
            }
        }
        this.cache = LinkerCache.read(root);
    }

    /// What was found.
    ///
    /// @param libraries that lead to a file
    /// @param faults    of libraries that do not, or lead to one of another version
    record Found(List<DriverLibrary> libraries, List<DriverLibraryFault> faults) {}

    /// The file that the linker would load, or one that it would not find and others use; empty for none.
    Optional<Path> file(String soname) {
        return places(soname).stream().flatMap(place -> real(place).stream()).findFirst();
    }

    /// Looks for all of them.
    ///
    /// @param version of the kernel module, which libraries have to be of; empty where it is not known
    Found look(String version) {
        List<DriverLibrary> libraries = new ArrayList<>();
        List<DriverLibraryFault> faults = new ArrayList<>();
        Set<String> sonames = new TreeSet<>(SONAMES);
        sonames.addAll(versioned());
        for (String soname : sonames) {
            look(soname, version, libraries, faults);
        }
        if (libraries.isEmpty() && faults.stream().allMatch(f -> f.kind() == DriverLibraryFault.Kind.MISSING)) {
            return new Found(List.of(), version.isEmpty() ? List.of() : faults);
        }
        libraries.sort(Comparator.comparing(DriverLibrary::soname));
        return new Found(libraries, faults);
    }

    private void look(String soname, String version, List<DriverLibrary> libraries, List<DriverLibraryFault> faults) {
        List<Path> places = places(soname);
        List<Path> files = places.stream()
                .flatMap(place -> real(place).stream())
                .distinct()
                .toList();
        Optional<Path> right = files.stream()
                .filter(file -> version.isEmpty()
                        || version(file).isEmpty()
                        || version(file).equals(version))
                .findFirst();
        Optional<Path> file = right.or(() -> files.stream().findFirst());
        file.ifPresent(found -> libraries.add(new DriverLibrary(soname, found.toString())));
        if (right.isPresent()) {
            return;
        }
        if (file.isPresent()) {
            faults.add(new DriverLibraryFault(
                    soname, DriverLibraryFault.Kind.OTHER_VERSION, file.get().toString(), version(file.get())));
        } else if (!places.isEmpty()) {
            faults.add(new DriverLibraryFault(
                    soname, DriverLibraryFault.Kind.DANGLING, places.getFirst().toString(), ""));
        } else if (NEEDED.contains(soname)) {
            faults.add(new DriverLibraryFault(soname, DriverLibraryFault.Kind.MISSING, "", ""));
        }
    }

    /// Where there is a file or link of that name, whether it leads anywhere or not.
    private List<Path> places(String soname) {
        Stream<Path> cached = cache.stream()
                .filter(entry -> entry.soname().equals(soname) && entry.file().startsWith("/"))
                .map(entry -> root.resolve(entry.file().substring(1)));
        return Stream.of(folders.stream().map(folder -> folder.resolve(soname)), cached, usual(soname))
                .flatMap(each -> each)
                .filter(place -> Files.exists(place, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private Stream<Path> usual(String soname) {
        return FOLDERS.stream().map(folder -> root.resolve(folder).resolve(soname));
    }

    private Set<String> versioned() {
        Set<Path> all = new LinkedHashSet<>(folders);
        FOLDERS.forEach(folder -> all.add(root.resolve(folder)));
        file("libcuda.so.1").map(Path::getParent).ifPresent(all::add);
        Set<String> names = new TreeSet<>();
        for (Path folder : all) {
            for (String beginning : VERSIONED) {
                try (var files = Files.newDirectoryStream(folder, beginning + "*")) {
                    files.forEach(file -> names.add(file.getFileName().toString()));
                } catch (IOException _) {
                    // A folder that is not there holds none.
                    break;
                }
            }
        }
        return names;
    }

    /// The file at the end of all links, if it is one for this machine.
    private static Optional<Path> real(Path place) {
        try {
            Path file = place.toRealPath();
            return Files.isRegularFile(file) && suits(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException _) {
            // A link that leads nowhere.
            return Optional.empty();
        }
    }

    /// Whether a library is for processors like this one; what is no library at all is for others to complain about.
    private static boolean suits(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(ELF_MACHINE_AT + 2);
        }
        if (head.length < ELF_MACHINE_AT + 2 || head[0] != 0x7f || head[1] != 'E') {
            return true;
        }
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        return head[ELF_CLASS_AT] == ELF_64 && (head[ELF_MACHINE_AT] & 0xff) == (arm ? ELF_AARCH64 : ELF_X86_64);
    }

    private static String version(Path file) {
        Matcher version = VERSION.matcher(file.getFileName().toString());
        return version.find() ? version.group(1) : "";
    }
}
