/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

/**
 * A number that JSON does not have, read as null.
 *
 * @param field name of the field of the outermost object that holds it; empty where there is none
 * @param token {@code NaN}, {@code Infinity} or {@code -Infinity}
 */
public record NonFiniteNumber(String field, String token) {}
