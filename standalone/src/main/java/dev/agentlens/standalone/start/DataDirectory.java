/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything that outlives a restart, locked for this process: {@code kafka/},
 * {@code postgres/}, {@code logs/}, {@code ports.properties}.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String KAFKA_PORT = "kafka.port";
    private static final String POSTGRES_PORT = "postgres.port";

    private final Path path;
    private final FileChannel lockFile;
    private final Properties ports = new Properties();

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws StartException if it cannot be written or is in use */
    public static DataDirectory lock(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile = FileChannel.open(
                    path.resolve("agentlens.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new StartException("The data directory " + path
                        + " is in use by another AgentLens; stop that one or choose another directory with --data-dir");
            }
            DataDirectory directory = new DataDirectory(path, lockFile);
            directory.readPorts();
            return directory;
        } catch (IOException e) {
            throw new StartException("The data directory " + path
                    + " cannot be written; make it writable or choose another with --data-dir");
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
        return port(KAFKA_PORT);
    }

    /** Where the embedded server listened last time; 0 if it never did. */
    public int postgresPort() {
        return port(POSTGRES_PORT);
    }

    /** So that what was configured to reach them finds them again. */
    public void rememberKafkaPort(int port) {
        remember(KAFKA_PORT, port);
    }

    public void rememberPostgresPort(int port) {
        remember(POSTGRES_PORT, port);
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

    private Path portsFile() {
        return path.resolve("ports.properties");
    }

    private void readPorts() throws IOException {
        if (Files.exists(portsFile())) {
            try (InputStream in = Files.newInputStream(portsFile())) {
                ports.load(in);
            }
        }
    }

    private int port(String name) {
        String value = ports.getProperty(name, "0");
        return value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
    }

    private synchronized void remember(String name, int port) {
        ports.setProperty(name, Integer.toString(port));
        try (OutputStream out = Files.newOutputStream(portsFile())) {
            ports.store(out, "Where the embedded servers listen, on the loopback interface.");
        } catch (IOException e) {
            throw new StartException(portsFile() + " cannot be written");
        }
    }
}
