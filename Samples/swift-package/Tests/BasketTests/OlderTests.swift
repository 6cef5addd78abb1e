import XCTest

@testable import Basket

final class OlderTests: XCTestCase {
    func testAnEmptyBasketCostsNothing() {
        XCTAssertEqual(Basket().total, 0)
    }

    func testLinesKeepTheirOrder() {
        var basket = Basket()
        basket.add(.init(name: "tea", price: 450))
        basket.add(.init(name: "mug", price: 995))
        XCTAssertEqual(basket.lines.map(\.name), ["mug", "tea"], "sorted by name")
    }
}
