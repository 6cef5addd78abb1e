// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Stock
import XCTest

final class ShelfTestCase: XCTestCase {
    func testReservedUnitsAreNotFree() throws {
        var shelf = Shelf(units: 5)
        try shelf.reserve(2, for: 1)
        XCTAssertEqual(shelf.free, 3)
    }

    func testLastUnitIsSoldOnce() throws {
        var shelf = Shelf(units: 1)
        try shelf.reserve(1, for: 1)
        XCTAssertThrowsError(try shelf.reserve(1, for: 2))
    }

    func testFailedReservationHoldsNothing() {
        var shelf = Shelf(units: 1)
        XCTAssertThrowsError(try shelf.reserve(3, for: 1)) { error in
            XCTAssertEqual(error as? OutOfStock, OutOfStock(missing: 2))
        }
        XCTAssertEqual(shelf.free, 1)
    }
}
