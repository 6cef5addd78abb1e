// Exitgate
// SPDX-License-Identifier: Apache-2.0

#include "pricing.hpp"

namespace pricing {

Cents discounted(Cents price, int percent) {
    return (price * (100 - percent) + 50) / 100;
}

Cents delivery(Cents goods) {
    constexpr Cents free_from = 50'00;
    constexpr Cents fee = 4'90;
    return goods >= free_from ? 0 : fee;
}

Cents payable(Cents goods, int percent) {
    const Cents price = discounted(goods, percent);
    return price + delivery(price);
}

}  // namespace pricing
