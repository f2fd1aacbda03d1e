/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the normalisation of a batch needs beside the batch.
 *
 * @param receivedAt time of receipt, UTC
 * @param idempotencyKey of the request, where it has one
 * @param deliveryId the same for each time that a gateway passes this batch on, where it names one
 * @param newId a new UUIDv7 (RFC 9562) at each call
 */
public record Receipt(
        Instant receivedAt,
        @Nullable String idempotencyKey,
        @Nullable String deliveryId,
        Supplier<UUID> newId) {}
