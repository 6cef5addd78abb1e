// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Stock
import Testing

@Suite struct ReservationTests {
    /// Where the order sequence of the environment under test has got to.
    let firstOrder = ProcessInfo.processInfo.environment["FIRST_ORDER"].flatMap(Int.init) ?? 1

    @Test(arguments: [1, 3, 5])
    func releaseReturnsEveryUnit(units: Int) throws {
        var shelf = Shelf(units: 5)
        try shelf.reserve(units, for: firstOrder)
        shelf.release(order: firstOrder)
        #expect(shelf.free == 5)
    }

    @Test func releasingAnUnknownOrderChangesNothing() {
        var shelf = Shelf(units: 5)
        shelf.release(order: firstOrder)
        #expect(shelf.free == 5)
    }

    @Test func emptyShelfHasNothingToExpire() {
        var shelf = Shelf(units: 5)
        #expect(shelf.expireOldest() == nil)
    }

    @Test func oldestReservationExpiresFirst() throws {
        var shelf = Shelf(units: 5)
        try shelf.reserve(1, for: firstOrder)
        try shelf.reserve(2, for: firstOrder + 1)
        #expect(shelf.expireOldest() == firstOrder)
        #expect(shelf.free == 3)
    }
}
