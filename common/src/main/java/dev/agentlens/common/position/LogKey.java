/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.position;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** HMAC-SHA256 with the key by which the positions of one log are signed. */
final class LogKey {

    private static final String ALGORITHM = "HmacSHA256";

    // Making one takes longer than using it, and nearly always it is that of the same log.
    private static volatile @Nullable LogKey last;

    private final String topicId;
    private final Mac mac;

    private LogKey(String topicId) {
        this.topicId = topicId;
        try {
            byte[] key =
                    MessageDigest.getInstance("SHA-256").digest(("agentlens position of " + topicId).getBytes(UTF_8));
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has SHA-256 and HMAC-SHA256", e);
        }
    }

    static LogKey of(String topicId) {
        LogKey known = last;
        if (known == null || !known.topicId.equals(topicId)) {
            known = new LogKey(topicId);
            last = known;
        }
        return known;
    }

    byte[] sign(String purpose, byte[] content) {
        try {
            Mac signing = (Mac) mac.clone();
            signing.update(purpose.getBytes(UTF_8));
            signing.update((byte) 0);
            return signing.doFinal(content);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JVM's HMAC-SHA256 can be copied", e);
        }
    }
}
