// Exitgate
// SPDX-License-Identifier: Apache-2.0

// Runs the one test that is named on the command line, so that CTest sees each test.

#include "pricing.hpp"

#include <cstdlib>
#include <iostream>
#include <map>
#include <source_location>
#include <string_view>

namespace {

using namespace pricing;

void expect(Cents actual, Cents expected, std::source_location at = std::source_location::current()) {
    if (actual == expected) return;
    std::cerr << at.file_name() << ':' << at.line() << ": expected " << expected << ", got " << actual << '\n';
    std::exit(EXIT_FAILURE);
}

const std::map<std::string_view, void (*)()> tests{
    {"no_discount_keeps_the_price", [] { expect(discounted(9'95, 0), 9'95); }},
    {"full_discount_costs_nothing", [] { expect(discounted(9'95, 100), 0); }},
    {"half_a_cent_rounds_up", [] { expect(discounted(9'95, 10), 8'96); }},
    {"most_of_a_cent_rounds_up", [] { expect(discounted(3'33, 25), 2'50); }},
    {"less_than_half_a_cent_rounds_down", [] { expect(discounted(19'99, 15), 16'99); }},
    {"small_order_pays_delivery", [] { expect(payable(20'00, 0), 24'90); }},
    {"large_order_is_delivered_free", [] { expect(payable(80'00, 25), 60'00); }},
    {"discount_rounds_up_to_free_delivery", [] { expect(payable(55'55, 10), 50'00); }},
};

}  // namespace

int main(int argc, char** argv) {
    const auto test = tests.find(argc == 2 ? argv[1] : "");
    if (test == tests.end()) {
        std::cerr << "usage: pricing_test TEST\n";
        return 2;
    }
    test->second();
}
