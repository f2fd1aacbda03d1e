/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

import dev.agentlens.boot.connect.PortsFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything that outlives a restart, locked for this process: {@code kafka/},
 * {@code postgres/}, {@code logs/}, {@code ports.properties}.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "agentlens.lock";

    private final Path path;
    private final FileChannel lockFile;
    private final PortsFile ports;

    private DataDirectory(Path path, FileChannel lockFile, PortsFile ports) {
        this.path = path;
        this.lockFile = lockFile;
        this.ports = ports;
    }

    /** @throws StartException if it cannot be written or is in use */
    public static DataDirectory lock(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new StartException("The data directory " + path
                        + " is in use by another AgentLens; stop that one or choose another directory with --data-dir");
            }
            return new DataDirectory(path, lockFile, PortsFile.in(path));
        } catch (IOException e) {
            throw new StartException("The data directory " + path
                    + " cannot be written; make it writable or choose another with --data-dir");
        }
    }

    /** Whether a process holds the lock of the directory. */
    public static boolean isInUse(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel lockFile = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(lockFile) == null;
        }
    }

    /** Made if it is new, for its owner alone. */
    public Path kafka() {
        return forOwnerAlone(path.resolve("kafka"));
    }

    /** Made if it is new, for its owner alone. */
    public Path logs() {
        return forOwnerAlone(path.resolve("logs"));
    }

    /** PostgreSQL makes it, and sees to who may read it. */
    public Path postgres() {
        return path.resolve("postgres");
    }

    /** Where the embedded broker listened last time; 0 if it never did. */
    public int kafkaPort() {
        return ports.port(PortsFile.KAFKA);
    }

    /** Where the embedded server listened last time; 0 if it never did. */
    public int postgresPort() {
        return ports.port(PortsFile.POSTGRES);
    }

    /** So that what was configured to reach them finds them again. */
    public void rememberKafkaPort(int port) {
        remember(PortsFile.KAFKA, port);
    }

    public void rememberPostgresPort(int port) {
        remember(PortsFile.POSTGRES, port);
    }

    /** So that commands find the API. */
    public void rememberApiPort(int port) {
        remember(PortsFile.API, port);
    }

    /** Gives the directory free. The lock is also gone with the process, however it ends. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static Path forOwnerAlone(Path directory) {
        try {
            return Files.exists(directory)
                    ? directory
                    : Files.createDirectory(
                            directory,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new StartException(directory + " cannot be made");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void remember(String name, int port) {
        try {
            ports.remember(name, port);
        } catch (IOException e) {
            throw new StartException("ports.properties cannot be written in " + path);
        }
    }
}
