/* SPDX-License-Identifier: Apache-2.0 */
/** What models cost: GET /prices. */
@NullMarked
package dev.agentlens.query.prices;

import org.jspecify.annotations.NullMarked;
