/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file that has another name, {@code NAME.part}, until it is complete and on disk. */
final class OutputFile implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final Path target;
    private final Path part;
    private final MessageDigest digest;
    private final FileChannel channel;
    private final OutputStream out;

    /** @param sha256 in hexadecimal digits */
    record Written(String name, long bytes, String sha256) {}

    OutputFile(Path target) throws IOException {
        this.target = target;
        part = target.resolveSibling(target.getFileName() + ".part");
        digest = sha256();
        channel = FileChannel.open(part, CREATE, WRITE, TRUNCATE_EXISTING);
        out = new DigestOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER) {
                    @Override
                    public void close() throws IOException {
                        // The channel is still needed, to put the file on disk.
                        flush();
                    }
                },
                digest);
    }

    OutputStream stream() {
        return out;
    }

    /** Gives the file its name, after all of it was written. */
    Written complete() throws IOException {
        out.flush();
        channel.force(true);
        long bytes = channel.size();
        channel.close();
        Files.move(part, target, ATOMIC_MOVE);
        return new Written(
                String.valueOf(target.getFileName()), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Removes what is there of it, unless it is complete. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
