// Exitgate
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>

namespace pricing {

using Cents = std::int64_t;

/// A price less a discount, rounded half up to a whole cent.
Cents discounted(Cents price, int percent);

/// What delivery adds to an order; nothing from 50.00 on.
Cents delivery(Cents goods);

/// What the customer pays: the discounted goods and their delivery.
Cents payable(Cents goods, int percent);

}  // namespace pricing
