/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.file.PathUtils;

/** PostgreSQL's server programs for this platform, unpacked from the class path: 40 MB. */
public final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * The directory that holds {@code bin/}, below {@code parent}; unpacks it there if it is not there yet. Several processes may
     * do so at once.
     */
    public static Path unpackInto(Path parent) throws IOException {
        String archive = archiveName();
        Path home = parent.resolve(archive.replace(".txz", ""));
        if (Files.exists(home)) {
            return home;
        }
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new IOException("there is no PostgreSQL for this platform (" + archive
                        + "); set AGENTLENS_DATABASE_URL to one that you run");
            }
            Files.createDirectories(parent);
            // Unpacked beside its place and then moved, so that a partial one is never used.
            Path unpacked = Files.createTempDirectory(parent, "unpacking");
            Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpack(packed, unpacked);
            return moveTo(home, unpacked);
        }
    }

    /** The name of the jar that has them, which says their version. */
    public static String jar() throws IOException {
        URL archive = PostgresBinaries.class.getResource("/" + archiveName());
        if (archive != null && archive.openConnection() instanceof JarURLConnection jar) {
            return Path.of(jar.getJarFileURL().getPath()).getFileName().toString();
        }
        throw new IOException("there is no jar with PostgreSQL for this platform");
    }

    private static Path moveTo(Path home, Path unpacked) throws IOException {
        try {
            return Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(home)) {
                throw e;
            }
            // Another process was faster.
            PathUtils.deleteDirectory(unpacked);
            return home;
        }
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive names a path outside of it: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch", "");
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        return "postgres-" + os + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }
}
