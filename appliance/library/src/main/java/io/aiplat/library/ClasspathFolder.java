package io.aiplat.library;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A folder of the class path that can be listed, be it on disk or in a JAR.
///
/// @param path of the folder, valid until closed
/// @param jar  to close; null for a folder on disk
record ClasspathFolder(Path path, @Nullable FileSystem jar) implements AutoCloseable {

    /// Finds a folder by a file it is known to hold; a JAR need not have an entry for the folder itself.
    static ClasspathFolder holding(String folder, String file) throws IOException {
        String name = folder + "/" + file;
        URL url = ClasspathFolder.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new NoSuchFileException(name);
        }
        try {
            if (url.openConnection() instanceof JarURLConnection connection) {
                // A file system of our own: the one that is registered by URI could be closed by others.
                FileSystem jar = FileSystems.newFileSystem(
                        Path.of(connection.getJarFileURL().toURI()));
                return new ClasspathFolder(jar.getPath(folder), jar);
            }
            return new ClasspathFolder(Path.of(url.toURI()).resolve("..").normalize(), null);
        } catch (URISyntaxException e) {
            throw new IOException(name + " is at " + url, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }
}
